import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { finallyDo } from "./cleanUp";
import { filesOf, zipOf } from "./hostedPackages";

/** What code says of a message that it was called with. */
export interface Report {
  readonly name: string;
  readonly message: unknown;
  readonly isBytes: boolean;
  readonly metadata: Record<string, unknown>;
  readonly pid: number;
  /** Ends the call: well, by a throw, or by the end of its process. */
  end(how: "well" | "throw" | "exit"): void;
}

const statuses = { well: 200, throw: 500, exit: 410 } as const;

/** A place to which code reports each message; a call lasts until it is ended here. */
export async function startReports() {
  const arrived: Report[] = [];
  const waiting: ((report: Report) => void)[] = [];
  let count = 0;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const said = (await json(request)) as Omit<Report, "end">;
    count += 1;
    const end: Report["end"] = (how) => void response.writeHead(statuses[how]).end();
    const next = waiting.shift();
    if (next === undefined) arrived.push({ ...said, end });
    else next({ ...said, end });
  };
  const server = createServer((request, response) => {
    // Who was cut off has nothing to say.
    take(request, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  finallyDo(() => {
    server.closeAllConnections();
    server.close();
  });
  const next = (): Promise<Report> => {
    const first = arrived.shift();
    return first === undefined
      ? new Promise((resolve) => waiting.push(resolve))
      : Promise.resolve(first);
  };
  return { url: `http://127.0.0.1:${port}`, next, count: () => count };
}

/** Registers a queue function that reports its messages. */
export function reportingSource(url: string, options: object = {}, name = "jobs"): string {
  const stated = { queueName: name, connection: "AzureWebJobsStorage", ...options };
  return `app.storageQueue(${JSON.stringify(name)}, { ...${JSON.stringify(stated)},
    handler: async (message, context) => {
      const body = JSON.stringify({ name: context.functionName, message, isBytes: Buffer.isBuffer(message),
        metadata: context.triggerMetadata, pid: process.pid });
      const { status } = await fetch(${JSON.stringify(url)}, { method: "POST", body });
      if (status === 410) process.exit(7);
      if (status === 500) throw new Error("the handler is broken");
    } });`;
}

export const bundle = {
  id: "Microsoft.Azure.Functions.ExtensionBundle",
  version: "[4.*, 5.0.0)",
};

/** A package with the bundle that queue triggers need, and a function `hello`. */
export function queuePackage(source: string, queues: object = {}, more: object = {}): Uint8Array {
  const hello = `app.http("hello", { methods: ["GET"], authLevel: "anonymous",
    handler: async (request) => {
      if (request.query.has("exit")) process.exit(7);
      return { body: String(process.pid) };
    } });`;
  const hostJson = { version: "2.0", extensionBundle: bundle, extensions: { queues }, ...more };
  return zipOf({ ...filesOf(source + hello), "host.json": JSON.stringify(hostJson) });
}
