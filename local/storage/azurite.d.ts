/** Azurite ships no types: these are for the parts that the emulator uses, as of 3.35. */
interface AzuriteServer {
  start(): Promise<void>;
  close(): Promise<void>;
  getHttpServerAddress(): string;
  readonly httpServer: import("node:http").Server;
  readonly metadataStore: AzuriteStore;
  /** Of the services that keep their content in files. */
  readonly extentMetadataStore?: AzuriteStore;
  /** Reads the accounts again from the environment variable AZURITE_ACCOUNTS. */
  readonly accountDataStore: { refresh(): void };
}

interface AzuriteStore {
  /** A LokiJS database, which writes itself to disk every five seconds, or on request. */
  readonly db: { saveDatabase(callback: (error?: Error | null) => void): void };
}

interface AzuritePersistence {
  locationId: string;
  locationPath: string;
  maxConcurrency: number;
}

/** Options of the blob and queue services. */
type AzuriteConfiguration = new (
  host: string,
  port: number,
  keepAliveTimeoutSeconds: number,
  metadataFile: string,
  extentsFile: string,
  persistence: AzuritePersistence[],
  accessLog: boolean,
  accessLogStream: undefined,
  debugLog: boolean,
  debugLogFile: undefined,
  loose: boolean,
  skipApiVersionCheck: boolean,
  /** The rest for https; without, http is spoken. */
  certificateFile?: string,
  keyFile?: string,
  password?: string,
  oauth?: "basic",
  disableProductStyleUrl?: boolean,
) => object;

declare module "azurite/dist/src/blob/BlobConfiguration" {
  const BlobConfiguration: AzuriteConfiguration;
  export default BlobConfiguration;
}

declare module "azurite/dist/src/blob/BlobServer" {
  const BlobServer: new (configuration: object) => AzuriteServer;
  export default BlobServer;
}

declare module "azurite/dist/src/queue/QueueConfiguration" {
  const QueueConfiguration: AzuriteConfiguration;
  export default QueueConfiguration;
}

declare module "azurite/dist/src/queue/QueueServer" {
  const QueueServer: new (configuration: object) => AzuriteServer;
  export default QueueServer;
}

declare module "azurite/dist/src/table/TableConfiguration" {
  const TableConfiguration: new (
    host: string,
    port: number,
    keepAliveTimeoutSeconds: number,
    metadataFile: string,
    debugLog: boolean,
    accessLog: boolean,
    accessLogStream: undefined,
    debugLogFile: undefined,
    loose: boolean,
    skipApiVersionCheck: boolean,
    certificateFile: string,
    keyFile: string,
    password: string,
    oauth: "basic",
    disableProductStyleUrl: boolean,
  ) => object;
  export default TableConfiguration;
}

declare module "azurite/dist/src/table/TableServer" {
  const TableServer: new (configuration: object) => AzuriteServer;
  export default TableServer;
}
