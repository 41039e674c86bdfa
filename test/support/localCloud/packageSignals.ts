import { once } from "node:events";
import { type ServerResponse, createServer } from "node:http";
import { type Server, type Socket, createServer as createSocketServer } from "node:net";
import { finallyDo } from "./cleanUp";
import { nextEvent } from "./startedHost";

async function portOf(server: Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** A server that a package connects to while it is loaded, to say where it runs and that it lives. */
export async function listenForPackages() {
  const server = createSocketServer();
  const port = await portOf(server);
  finallyDo(() => server.close());
  const nextPackage = async () => {
    const socket = await nextEvent<Socket>(server, "connection");
    // A killed process may reset the connection before it is closed.
    socket.on("error", () => undefined);
    const closed = nextEvent(socket, "close");
    const folder = await nextEvent<Buffer>(socket, "data");
    return { folder: folder.toString(), closed };
  };
  return { port, nextPackage };
}

/** The package counts as loaded when it has said where it runs. */
export function connectingSource(port: number): string {
  return `import { connect } from "node:net";
    const socket = connect(${port}, "127.0.0.1");
    app.hook.appStart(() => new Promise((resolve) => socket.write(process.cwd(), resolve)));`;
}

/** A server whose first response waits until it is released. */
export async function startGate() {
  const server = createServer();
  const port = await portOf(server);
  finallyDo(() => {
    server.closeAllConnections();
    server.close();
  });
  const arrived = new Promise<ServerResponse>((resolve) => {
    server.once("request", (_, response) => {
      resolve(response);
    });
  });
  const open = async () => (await arrived).end();
  return { url: `http://127.0.0.1:${port}`, arrived, open };
}
