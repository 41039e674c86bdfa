import { once } from "node:events";
import { mkdirSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { TableServiceClient } from "@azure/data-tables";
import type { TokenCredential } from "@azure/identity";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import type { QueueServiceClient } from "@azure/storage-queue";
import BlobConfiguration from "azurite/dist/src/blob/BlobConfiguration";
import BlobServer from "azurite/dist/src/blob/BlobServer";
import QueueConfiguration from "azurite/dist/src/queue/QueueConfiguration";
import QueueServer from "azurite/dist/src/queue/QueueServer";
import TableConfiguration from "azurite/dist/src/table/TableConfiguration";
import TableServer from "azurite/dist/src/table/TableServer";
import { loopback } from "../listenOnLoopback";
import { gated, type StorageAccess } from "./gate/identityGate";
import type { GatedService } from "./gate/refusal";
import type { LoopbackCertificate } from "./loopbackCertificate";
import { queueService } from "./queueService";

const keepAliveTimeoutSeconds = 5;

/** Addresses of a storage account's services, each with a final slash. */
export interface StorageEndpoints {
  blob: string;
  queue: string;
  table: string;
}

/** Ports of the services; 0 takes any that is free. */
export interface StoragePorts {
  blob: number;
  queue: number;
  table: number;
}

/** Where the emulator keeps its data and listens. */
export interface StorageEmulatorOptions {
  directory: string;
  ports: StoragePorts;
  /** With which queues and tables speak https: clients send no token over http. */
  certificate: LoopbackCertificate;
  /** Decides who may do what with queues and tables. */
  access: StorageAccess;
}

/**
 * Azurite: blobs, queues and tables of any number of accounts. Blobs are opened by keys over http; queues and tables
 * by identities over https, and by keys where the account allows it.
 *
 * It runs in this process and not by its command line, which reads its accounts once a minute and reports its use
 * to Microsoft unless told not to.
 */
export class StorageEmulator {
  readonly #blob: AzuriteServer;
  readonly #queue: AzuriteServer;
  readonly #table: AzuriteServer;
  readonly #certificate: LoopbackCertificate;
  #stopped: Promise<unknown> | undefined;

  private constructor({ directory, ports, certificate, access }: StorageEmulatorOptions) {
    this.#certificate = certificate;
    const at = (name: string): string => join(directory, name);
    const extents = (name: string): AzuritePersistence[] => [
      { locationId: "Default", locationPath: at(name), maxConcurrency: 10 },
    ];
    // No access log, no debug log, strict, and any version of the storage API, since Azure knows newer ones.
    const logging = [false, undefined, false, undefined, false, true] as const;
    // Tokens are looked at, and accounts are in paths, whatever the header Host says.
    const { certificateFile, keyFile } = certificate;
    const https = [certificateFile, keyFile, "", "basic", true] as const;
    this.#blob = new BlobServer(
      new BlobConfiguration(
        ...listeningOn(ports.blob),
        at("blobs.json"),
        at("blobExtents.json"),
        extents("blobExtents"),
        ...logging,
      ),
    );
    this.#queue = new QueueServer(
      new QueueConfiguration(
        ...listeningOn(ports.queue),
        at("queues.json"),
        at("queueExtents.json"),
        extents("queueExtents"),
        ...logging,
        ...https,
      ),
    );
    this.#table = new TableServer(
      new TableConfiguration(
        ...listeningOn(ports.table),
        at("tables.json"),
        false,
        false,
        undefined,
        undefined,
        false,
        true,
        ...https,
      ),
    );
    standBefore("queue", this.#queue, access);
    standBefore("table", this.#table, access);
  }

  /**
   * Starts the three services.
   *
   * @throws Error with code EADDRINUSE when another program has a port. Azurite cannot stop what has half started:
   *   this process should end then.
   */
  static async start(options: StorageEmulatorOptions): Promise<StorageEmulator> {
    mkdirSync(options.directory, { recursive: true });
    const emulator = new StorageEmulator(options);
    await Promise.all(emulator.#services.map((service) => service.start()));
    return emulator;
  }

  /** Says which accounts there are: their keys, in base64, by their names. */
  setAccounts(keys: ReadonlyMap<string, string>): void {
    process.env["AZURITE_ACCOUNTS"] = [...keys].map(([name, key]) => `${name}:${key}`).join(";");
    for (const service of this.#services) service.accountDataStore.refresh();
  }

  /** Where the account's services are. */
  endpoints(account: string): StorageEndpoints {
    return {
      blob: `${this.#blob.getHttpServerAddress()}/${account}/`,
      queue: `${this.#queue.getHttpServerAddress()}/${account}/`,
      table: `${this.#table.getHttpServerAddress()}/${account}/`,
    };
  }

  /** A client that may do anything to the account's blobs. */
  blobService(account: string, key: string): BlobServiceClient {
    return new BlobServiceClient(
      this.endpoints(account).blob,
      new StorageSharedKeyCredential(account, key),
    );
  }

  /** Clients of the account's queues and tables that may do what the credential's bearer may. */
  identityServices(
    account: string,
    credential: TokenCredential,
  ): { queues: QueueServiceClient; tables: TableServiceClient } {
    const { queue, table } = this.endpoints(account);
    const trustedCertificate = this.#certificate.pem;
    return {
      queues: queueService({ url: queue, credential, trustedCertificate }),
      tables: new TableServiceClient(table, credential, { tlsOptions: { ca: trustedCertificate } }),
    };
  }

  /** Writes to disk what it otherwise writes every five seconds, so that it outlives this process, however it ends. */
  async save(): Promise<void> {
    const stores = this.#services.flatMap((service) =>
      [service.metadataStore, service.extentMetadataStore].filter((store) => store !== undefined),
    );
    await Promise.all(stores.map(saveStore));
  }

  /** Writes everything to disk and stops; then nothing listens. Calling it twice is fine. */
  async stop(): Promise<void> {
    this.#stopped ??= Promise.all(this.#services.map(stopService));
    await this.#stopped;
  }

  get #services(): AzuriteServer[] {
    return [this.#blob, this.#queue, this.#table];
  }
}

function listeningOn(port: number): [host: string, port: number, keepAliveTimeoutSeconds: number] {
  return [loopback, port, keepAliveTimeoutSeconds];
}

function standBefore(service: GatedService, server: AzuriteServer, access: StorageAccess): void {
  const [listener] = server.httpServer.listeners("request");
  server.httpServer.removeAllListeners("request");
  server.httpServer.on("request", gated(service, access, listener as RequestListener));
}

async function stopService(service: AzuriteServer): Promise<void> {
  const closed = once(service.httpServer, "close");
  await service.close();
  service.httpServer.closeAllConnections();
  await closed;
}

async function saveStore({ db }: AzuriteStore): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    db.saveDatabase((error) => {
      if (error) reject(new Error(`Storage cannot be written to disk: ${error.message}`));
      else resolve();
    });
  });
}
