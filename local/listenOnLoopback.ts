import { once } from "node:events";
import type { Server } from "node:net";

/** The only address that the emulator listens on: no other machine can reach it. */
export const loopback = "127.0.0.1";

/**
 * Listens where only this machine can reach it.
 *
 * @param port 0 for any free port.
 * @returns the port.
 * @throws when the port is taken, or this user may not listen on it.
 */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  server.listen(port, loopback);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new Error(
      `Cannot listen on ${loopback}:${port}: ${String(error)}. Choose another port, or 0 for any free one.`,
      { cause: error },
    );
  }
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}
