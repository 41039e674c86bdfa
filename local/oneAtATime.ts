import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tryMachineLock } from "./machineLock";
import { prepareStateFolder, stateFolder } from "./stateFolder";

const holderFile = join(stateFolder, "process");

/**
 * Works on the state folder while no other process does.
 *
 * @throws Error that names the process that uses it.
 */
export async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const release = await tryMachineLock(stateFolder);
  if (release === undefined) {
    throw new Error(
      `The local stack is already running in this folder (process ${readFileSync(holderFile, "utf8")}). ` +
        `Use that one, or stop it with Ctrl-C in its terminal.`,
    );
  }
  try {
    prepareStateFolder();
    writeFileSync(holderFile, String(process.pid));
    return await work();
  } finally {
    release();
  }
}
