import type { TokenCredential } from "@azure/identity";
import {
  BlobSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
  type BlobServiceClient,
} from "@azure/storage-blob";
import type { StorageEmulator, StorageEndpoints } from "../storage/storageEmulator";
import { choosePort, type PortChoice } from "../storage/portChoice";
import { StaticWebsite } from "../storage/staticWebsite";
import { AzureError } from "./azureError";

interface OpenAccount {
  key: string;
  website: StaticWebsite;
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

  /** @param platformCredential Opens every account's queues and tables. */
  constructor(emulator: StorageEmulator, platformCredential: TokenCredential) {
    this.#emulator = emulator;
    this.#platformCredential = platformCredential;
  }

  /** @throws Error that names the port of the web endpoint when another program has it. */
  async open({ name, key, sitePort }: AccountOptions): Promise<void> {
    const blobs = this.#emulator.blobService(name, key);
    const website = await StaticWebsite.start(blobs, await choosePort(sitePort));
    this.#accounts.set(name, { key, website });
    this.#announce();
  }

  /** Closes an account and deletes what is in it. */
  async delete(name: string): Promise<void> {
    const blobs = this.blobs(name);
    for await (const container of blobs.listContainers())
      await blobs.deleteContainer(container.name);
    const { queues, tables } = this.#emulator.identityServices(name, this.#platformCredential);
    for await (const queue of queues.listQueues()) await queues.deleteQueue(queue.name);
    for await (const table of tables.listTables()) await tables.deleteTable(String(table.name));
    await this.#get(name).website.stop();
    this.#accounts.delete(name);
    this.#announce();
  }

  has(name: string): boolean {
    return this.#accounts.has(name);
  }

  endpoints(name: string): StorageEndpoints & { web: string } {
    return { ...this.#emulator.endpoints(name), web: this.website(name).url };
  }

  /** A client that may do anything to the account's blobs. */
  blobs(name: string): BlobServiceClient {
    return this.#emulator.blobService(name, this.#get(name).key);
  }

  /** The account's web endpoint. */
  website(name: string): StaticWebsite {
    return this.#get(name).website;
  }

  /** A signature that lets its bearer read one blob until the given time. */
  signBlob(name: string, containerName: string, blobName: string, expiresOn: Date): string {
    const credential = new StorageSharedKeyCredential(name, this.#get(name).key);
    const permissions = BlobSASPermissions.parse("r");
    const values = { containerName, blobName, permissions, expiresOn };
    return generateBlobSASQueryParameters(values, credential).toString();
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
    await Promise.all([...this.#accounts.values()].map(({ website }) => website.stop()));
    await this.#emulator.stop();
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
