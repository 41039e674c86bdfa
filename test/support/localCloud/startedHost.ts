import type { EventEmitter } from "node:events";
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import {
  type FunctionsHost,
  type FunctionsHostOptions,
  startFunctionsHost,
} from "../../../local/functionsHost/functionsHost";
import { finallyDo } from "./cleanUp";

export const settings = {
  name: "sample",
  appSettings: {},
  allowedOrigins: [],
  functionKeys: { default: "function-key/+1", second: "function-key-2" },
  masterKey: "master-key",
} as const;

/** Starts a host; it is stopped at the latest when the test file is through. */
export async function startHost(options: Partial<FunctionsHostOptions> = {}) {
  const lines: string[] = [];
  const host = await startFunctionsHost({
    settings,
    log: (line) => lines.push(line),
    ...options,
  });
  finallyDo(() => host.stop());
  return { host, lines };
}

/** Waits for an event; its first value. */
export async function nextEvent<Value>(emitter: EventEmitter, name: string): Promise<Value> {
  return new Promise((resolve) => {
    emitter.once(name, (value: Value) => {
      resolve(value);
    });
  });
}

export function urlOf(host: FunctionsHost, path: string): string {
  return `http://127.0.0.1:${host.port}${path}`;
}

export async function call(host: FunctionsHost, path: string, init?: RequestInit) {
  return fetch(urlOf(host, path), init);
}

export async function textOf(
  host: FunctionsHost,
  path: string,
  init?: RequestInit,
): Promise<string> {
  return (await call(host, path, init)).text();
}

export async function jsonOf(host: FunctionsHost, path: string, init?: RequestInit) {
  const value: unknown = await (await call(host, path, init)).json();
  return value;
}

export async function statusOf(
  host: FunctionsHost,
  path: string,
  init?: RequestInit,
): Promise<number> {
  return (await call(host, path, init)).status;
}

/** What `fetch` cannot send: repeated headers, a Host header, a length without its body. */
export async function rawCall(
  host: FunctionsHost,
  path: string,
  options: RequestOptions,
  body?: string,
) {
  const sent = request({ host: "127.0.0.1", port: host.port, path, ...options });
  // The host may end the connection of a body that is not sent.
  sent.on("error", () => undefined);
  if (body === undefined) sent.flushHeaders();
  else sent.end(body);
  return nextEvent<IncomingMessage>(sent, "response");
}
