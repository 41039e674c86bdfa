import { createServer } from "node:net";
import { loopback } from "../listenOnLoopback";

/** Which port to listen on. */
export interface PortChoice {
  /** The user's choice; 0 for none. Taken or not, it is this one. */
  fixed: number;
  /** The port of last time; 0 for none. Kept if it is free, so that addresses last. */
  remembered: number;
}

/** The port to listen on: the user's, else the one of last time if it is free, else 0, which takes any. */
export async function choosePort({ fixed, remembered }: PortChoice): Promise<number> {
  return fixed === 0 ? portIfFree(remembered) : fixed;
}

/** The port, or 0 if another program has it. */
export async function portIfFree(port: number): Promise<number> {
  if (port === 0) return 0;
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false)).listen(port, loopback, () => resolve(true));
  });
  if (!isFree) return 0;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The port in an address, or 0 if there is no address. */
export function portOf(url: unknown): number {
  return typeof url === "string" && URL.canParse(url) ? Number(new URL(url).port) : 0;
}
