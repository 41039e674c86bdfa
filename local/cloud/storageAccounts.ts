import type { TokenCredential } from "@azure/identity";
import type { BlobServiceClient } from "@azure/storage-blob";
import type { StorageClients, StorageEmulator, StorageEndpoints } from "../storage/storageEmulator";
import type { PortChoice } from "../storage/portChoice";
import { websiteContainer } from "../storage/staticWebsite";
import { AzureError } from "./azureError";
import { WebEndpoints, type WebEndpoint } from "./webEndpoints";

interface OpenAccount {
  key: string;
  /** They may do anything. */
  clients: StorageClients;
  web: WebEndpoint;
}

/** What it takes to open a storage account. */
export interface AccountOptions {
  name: string;
  /** In base64. */
  key: string;
  /** Port of the web endpoint. */
  sitePort: PortChoice;
}

/** The storage accounts that are open: their services in the emulator, and their web endpoints. */
export class StorageAccounts {
  readonly #emulator: StorageEmulator;
  readonly #platformCredential: TokenCredential;
  readonly #accounts = new Map<string, OpenAccount>();
  readonly #webEndpoints = new WebEndpoints();

  /** @param platformCredential Opens every account's services, whether the account allows keys or not. */
  constructor(emulator: StorageEmulator, platformCredential: TokenCredential) {
    this.#emulator = emulator;
    this.#platformCredential = platformCredential;
    emulator.followProperties((account) => this.#makeWebsiteContainer(account));
  }

  /** @throws Error that names the port of the web endpoint when another program has it. */
  async open({ name, key, sitePort }: AccountOptions): Promise<void> {
    const clients = this.#emulator.clients(name, this.#platformCredential);
    const web = await this.#webEndpoints.open(clients.blobs, sitePort);
    this.#accounts.set(name, { key, clients, web });
    this.#announce();
  }

  /** Closes an account and deletes what is in it. */
  async delete(name: string): Promise<void> {
    const { clients, web } = this.#get(name);
    const { blobs, queues, tables } = clients;
    // Azurite keeps them, and an account of the same name would have them again.
    await blobs.setProperties({ cors: [], staticWebsite: { enabled: false } });
    for await (const container of blobs.listContainers())
      await blobs.deleteContainer(container.name);
    for await (const queue of queues.listQueues()) await queues.deleteQueue(queue.name);
    for await (const table of tables.listTables()) await tables.deleteTable(String(table.name));
    await web.close();
    this.#accounts.delete(name);
    this.#announce();
  }

  has(name: string): boolean {
    return this.#accounts.has(name);
  }

  endpoints(name: string): StorageEndpoints & { web: string } {
    return { ...this.#emulator.endpoints(name), web: this.#get(name).web.url };
  }

  /** A client that may do anything to the account's blobs. */
  blobs(name: string): BlobServiceClient {
    return this.#get(name).clients.blobs;
  }

  /**
   * Splits the address of a blob, a container or an account's blobs into its parts.
   *
   * @throws AzureError when it is not a valid address.
   */
  locate(url: string): { accountName: string; containerName: string; blobName: string } {
    if (!URL.canParse(url)) {
      throw new AzureError("BadRequest", `'${url}' is not the address of a storage account.`);
    }
    const [, accountName = "", containerName = "", ...blobName] = new URL(url).pathname.split("/");
    return { accountName, containerName, blobName: blobName.join("/") };
  }

  /** Writes storage to disk, so that its content outlives this process however it ends. */
  async save(): Promise<void> {
    await this.#emulator.save();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#accounts.values()].map(({ web }) => web.close()));
    await this.#emulator.stop();
  }

  /** As Azure does when the website is turned on. */
  async #makeWebsiteContainer(name: string): Promise<void> {
    const blobs = this.blobs(name);
    const { staticWebsite } = await blobs.getProperties();
    if (staticWebsite?.enabled === true) {
      await blobs.getContainerClient(websiteContainer).createIfNotExists();
    }
  }

  #get(name: string): OpenAccount {
    const account = this.#accounts.get(name);
    if (account === undefined) {
      throw new AzureError("ResourceNotFound", `The storage account '${name}' was not found.`);
    }
    return account;
  }

  #announce(): void {
    this.#emulator.setAccounts(new Map([...this.#accounts].map(([name, { key }]) => [name, key])));
  }
}
