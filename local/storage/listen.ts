import { createServer, type RequestListener, type Server } from "node:http";

/** A web server on loopback, and where it listens. */
export interface Listening {
  server: Server;
  port: number;
}

/**
 * Listens on loopback.
 *
 * @param port 0 takes any that is free.
 * @throws Error with code EADDRINUSE when another program has the port.
 */
export async function listen(port: number, onRequest: RequestListener): Promise<Listening> {
  const server = createServer(onRequest);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { server, port: address.port };
}
