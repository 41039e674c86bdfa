import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A notification as it arrived. */
export interface Received {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** What a receiver does with its nth call on a path, counted from 1. */
export type Behaviour = (response: ServerResponse, call: number) => void;

/** A real listener on loopback that notifications are sent to. */
export interface Receiver {
  /** The callback address of a path. */
  url(path: string): string;
  /** What arrived on a path so far. */
  received(path: string): Received[];
  stop(): Promise<void>;
}

/** Starts a receiver whose paths behave as given. Any other path responds with 200. */
export async function startReceiver(
  behaviours: Readonly<Record<string, Behaviour>> = {},
): Promise<Receiver> {
  const all: Received[] = [];
  const server = createServer((request, response) => {
    readBody(request).then(
      (text) => {
        const path = request.url ?? "";
        all.push({ path, body: JSON.parse(text) as Record<string, unknown> });
        const call = all.filter((received) => received.path === path).length;
        const behave = behaviours[path] ?? respondWith(200);
        behave(response, call);
      },
      () => response.destroy(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    received: (path) => all.filter((received) => received.path === path),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Responds with a status, and no body. */
export function respondWith(status: number, headers: Record<string, string> = {}): Behaviour {
  return (response) => {
    response.writeHead(status, headers).end();
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
