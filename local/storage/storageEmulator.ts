import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { TableServiceClient } from "@azure/data-tables";
import type { TokenCredential } from "@azure/identity";
import { BlobServiceClient } from "@azure/storage-blob";
import type { QueueServiceClient } from "@azure/storage-queue";
import {
  azuriteServices,
  type AzuriteServices,
  type StorageEmulatorOptions,
} from "./azuriteServices";
import type { LoopbackCertificate } from "./loopbackCertificate";
import { queueService } from "./queueService";

/** Addresses of a storage account's services, each with a final slash. */
export interface StorageEndpoints {
  blob: string;
  queue: string;
  table: string;
}

/** Clients of an account's services. */
export interface StorageClients {
  readonly blobs: BlobServiceClient;
  readonly queues: QueueServiceClient;
  readonly tables: TableServiceClient;
}

/**
 * Azurite: blobs, queues and tables of any number of accounts, over https. They are opened by identities, and by keys
 * where the account allows it.
 *
 * It runs in this process and not by its command line, which reads its accounts once a minute and reports its use
 * to Microsoft by default.
 */
export class StorageEmulator {
  readonly #services: AzuriteServices;
  readonly #certificate: LoopbackCertificate;
  /** Options of a client that trusts the emulator, which not all libraries name. Clients with the same ones share connections. */
  readonly trust: object;
  #followProperties: (account: string) => Promise<void> = () => Promise.resolve();
  #stopped: Promise<unknown> | undefined;

  private constructor(options: StorageEmulatorOptions) {
    this.#services = azuriteServices(options, {
      save: () => saveStores([this.#services.blob]),
      followProperties: (account) => this.#followProperties(account),
    });
    this.#certificate = options.certificate;
    this.trust = { tlsOptions: { ca: options.certificate.pem } };
  }

  /**
   * Starts the three services.
   *
   * @throws Error with code EADDRINUSE when another program has a port. Azurite cannot stop what has half started:
   *   this process should exit then.
   */
  static async start(options: StorageEmulatorOptions): Promise<StorageEmulator> {
    mkdirSync(options.directory, { recursive: true });
    const emulator = new StorageEmulator(options);
    await Promise.all(emulator.#all.map((service) => service.start()));
    return emulator;
  }

  /** Sets the accounts: their keys, in base64, by their names. */
  setAccounts(keys: ReadonlyMap<string, string>): void {
    process.env["AZURITE_ACCOUNTS"] = [...keys].map(([name, key]) => `${name}:${key}`).join(";");
    for (const service of this.#all) service.accountDataStore.refresh();
  }

  /** Sets what is done after an account's blob service properties were set, and before the client learns of it. */
  followProperties(follow: (account: string) => Promise<void>): void {
    this.#followProperties = follow;
  }

  /** Where the account's services are. */
  endpoints(account: string): StorageEndpoints {
    return {
      blob: `${this.#services.blob.getHttpServerAddress()}/${account}/`,
      queue: `${this.#services.queue.getHttpServerAddress()}/${account}/`,
      table: `${this.#services.table.getHttpServerAddress()}/${account}/`,
    };
  }

  /** Clients of the account's services with the credential's permissions. */
  clients(account: string, credential: TokenCredential): StorageClients {
    const { blob, queue, table } = this.endpoints(account);
    const trustedCertificate = this.#certificate.pem;
    return {
      blobs: new BlobServiceClient(blob, credential, this.trust),
      queues: queueService({ url: queue, credential, trustedCertificate }),
      tables: new TableServiceClient(table, credential, this.trust),
    };
  }

  /** Writes to disk what is otherwise written every five seconds, so that it outlives this process however it ends. */
  async save(): Promise<void> {
    await saveStores(this.#all);
  }

  /** Writes everything to disk and stops; then nothing listens. Calling it twice is fine. */
  async stop(): Promise<void> {
    this.#stopped ??= Promise.all(this.#all.map(stopService));
    await this.#stopped;
  }

  get #all(): AzuriteServer[] {
    return Object.values(this.#services);
  }
}

async function stopService(service: AzuriteServer): Promise<void> {
  const closed = once(service.httpServer, "close");
  await service.close();
  service.httpServer.closeAllConnections();
  await closed;
}

async function saveStores(services: AzuriteServer[]): Promise<void> {
  const stores = services.flatMap((service) =>
    [service.metadataStore, service.extentMetadataStore].filter((store) => store !== undefined),
  );
  await Promise.all(stores.map(saveStore));
}

async function saveStore({ db }: AzuriteStore): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    db.saveDatabase((error) => {
      if (error) reject(new Error(`Storage cannot be written to disk: ${error.message}`));
      else resolve();
    });
  });
}
