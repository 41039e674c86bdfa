import type { RequestListener } from "node:http";
import { join } from "node:path";
import BlobConfiguration from "azurite/dist/src/blob/BlobConfiguration";
import BlobServer from "azurite/dist/src/blob/BlobServer";
import QueueConfiguration from "azurite/dist/src/queue/QueueConfiguration";
import QueueServer from "azurite/dist/src/queue/QueueServer";
import TableConfiguration from "azurite/dist/src/table/TableConfiguration";
import TableServer from "azurite/dist/src/table/TableServer";
import { loopback } from "../listenOnLoopback";
import { withAfterChange, type AfterChange } from "./gate/changedBlobs";
import { gated, type StorageAccess } from "./gate/identityGate";
import type { LoopbackCertificate } from "./loopbackCertificate";

const keepAliveTimeoutSeconds = 5;

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
  /** For https: clients send no token over http. */
  certificate: LoopbackCertificate;
  /** Authorizes every request. */
  access: StorageAccess;
}

/** Azurite's three services. */
export interface AzuriteServices {
  readonly blob: AzuriteServer;
  readonly queue: AzuriteServer;
  readonly table: AzuriteServer;
}

/** Makes the services; none of them listens yet. */
export function azuriteServices(
  options: StorageEmulatorOptions,
  afterChange: AfterChange,
): AzuriteServices {
  const { directory, ports, certificate, access } = options;
  const at = (name: string): string => join(directory, name);
  const extents = (name: string): AzuritePersistence[] => [
    { locationId: "Default", locationPath: at(name), maxConcurrency: 10 },
  ];
  // No access log, no debug log, strict, and any version of the storage API, since Azure knows newer ones.
  const logging = [false, undefined, false, undefined, false, true] as const;
  // Tokens are checked, and accounts are in paths, whatever the header Host says.
  const { certificateFile, keyFile } = certificate;
  const https = [certificateFile, keyFile, "", "basic", true] as const;
  const blob = new BlobServer(
    new BlobConfiguration(
      ...listeningOn(ports.blob),
      at("blobs.json"),
      at("blobExtents.json"),
      extents("blobExtents"),
      ...logging,
      ...https,
    ),
  );
  const queue = new QueueServer(
    new QueueConfiguration(
      ...listeningOn(ports.queue),
      at("queues.json"),
      at("queueExtents.json"),
      extents("queueExtents"),
      ...logging,
      ...https,
    ),
  );
  const table = new TableServer(
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
  replaceListener(blob, (listener) =>
    gated("blob", access, withAfterChange(afterChange, listener)),
  );
  replaceListener(queue, (listener) => gated("queue", access, listener));
  replaceListener(table, (listener) => gated("table", access, listener));
  return { blob, queue, table };
}

function listeningOn(port: number): [host: string, port: number, keepAliveTimeoutSeconds: number] {
  return [loopback, port, keepAliveTimeoutSeconds];
}

function replaceListener(
  { httpServer }: AzuriteServer,
  replace: (listener: RequestListener) => RequestListener,
): void {
  const [listener] = httpServer.listeners("request");
  httpServer.removeAllListeners("request");
  httpServer.on("request", replace(listener as RequestListener));
}
