import type { RequestListener } from "node:http";
import { join } from "node:path";
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
  /** For https of queues and tables: clients send no token over http. */
  certificate: LoopbackCertificate;
  /** Authorizes requests to queues and tables. */
  access: StorageAccess;
}

/** Azurite's three services. */
export interface AzuriteServices {
  readonly blob: AzuriteServer;
  readonly queue: AzuriteServer;
  readonly table: AzuriteServer;
}

/** Makes the services; none of them listens yet. */
export function azuriteServices(options: StorageEmulatorOptions): AzuriteServices {
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
  putGateBefore("queue", queue, access);
  putGateBefore("table", table, access);
  return { blob, queue, table };
}

function listeningOn(port: number): [host: string, port: number, keepAliveTimeoutSeconds: number] {
  return [loopback, port, keepAliveTimeoutSeconds];
}

function putGateBefore(service: GatedService, server: AzuriteServer, access: StorageAccess): void {
  const [listener] = server.httpServer.listeners("request");
  server.httpServer.removeAllListeners("request");
  server.httpServer.on("request", gated(service, access, listener as RequestListener));
}
