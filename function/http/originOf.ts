import type { HttpRequest } from "@azure/functions";

/** Names of this machine, which only the local stack is called by. */
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Whether a URL's host name is this machine. */
export function isLoopbackHost(hostName: string): boolean {
  return LOOPBACK.has(hostName);
}

/**
 * Scheme, host and port that a request was sent to, without a final slash. Azure's front end speaks
 * https with callers whatever it speaks with the app.
 */
export function originOf(request: HttpRequest): string {
  const { host, hostname, protocol } = new URL(request.url);
  return `${isLoopbackHost(hostname) ? protocol : "https:"}//${host}`;
}
