import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { loopback } from "../listenOnLoopback";

/** Which port to listen on. */
export interface PortChoice {
  /** The user's choice; 0 for none. It is used even if it is taken. */
  fixed: number;
  /** The last port used; 0 for none. Kept if it is free, so that addresses stay the same. */
  remembered: number;
  /** Ports that are chosen already but not in use yet. @default [] */
  except?: readonly number[];
}

/**
 * Below the ports that systems give to outgoing connections, and to listeners that take any: from
 * 32768 on Linux, from 49152 on macOS and Windows. No other program gets one by chance while the emulator is stopped.
 */
const LASTING_PORTS = { first: 20_000, last: 32_767 } as const;
const MAX_TRIES = 50;

/**
 * The port to listen on: the user's, else the last one used if it is free, else one that is
 * likely to be free next time. 0, any port, if none is found.
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

/** The port in an address, or 0 if it is not a valid address. */
export function portOf(url: unknown): number {
  return typeof url === "string" && URL.canParse(url) ? Number(new URL(url).port) : 0;
}
