import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { loopback } from "../listenOnLoopback";

/** Which port to listen on. */
export interface PortChoice {
  /** The user's choice; 0 for none. Taken or not, it is this one. */
  fixed: number;
  /** The port of last time; 0 for none. Kept if it is free, so that addresses last. */
  remembered: number;
  /** Ports that are chosen already and not listened on yet. @default none */
  except?: readonly number[];
}

/**
 * Below the ports that systems give to outgoing connections, and to listeners that take any: from
 * 32768 on Linux, from 49152 on macOS and Windows. Nothing takes one by chance while we are stopped.
 */
const LASTING_PORTS = { first: 20_000, last: 32_767 } as const;
const MAX_TRIES = 50;

/**
 * The port to listen on: the user's, else the one of last time if it is free, else one that can be
 * had again next time. 0, which takes any, if none such is found.
 */
export async function choosePort({ fixed, remembered, except = [] }: PortChoice): Promise<number> {
  if (fixed !== 0) return fixed;
  let port = await portIfFree(remembered);
  for (let tries = 0; port === 0 && tries < MAX_TRIES; tries += 1) {
    const lasting = randomInt(LASTING_PORTS.first, LASTING_PORTS.last + 1);
    if (!except.includes(lasting)) port = await portIfFree(lasting);
  }
  return port;
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
