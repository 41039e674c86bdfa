import { createHash } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createConnection, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasErrorCode } from "./hasErrorCode";

/**
 * Runs `action` while no other process on this machine runs one under the same name. A second
 * one calls `onWait` and waits until the first has finished or died. Throws what `action`
 * throws, and the signal's reason when that ends the wait.
 *
 * The lock is a local socket because the system closes it with its process: no crash leaves a
 * lock that holds. Where two take over from a dead one in the very same moment, both may run,
 * so it saves work and `action` must be safe on its own.
 */
export async function withMachineLock<T>(
  name: string,
  { onWait, signal }: { onWait: () => void; signal?: AbortSignal | undefined },
  action: () => Promise<T>,
): Promise<T> {
  const address = socketAddress(name);
  let release = await tryLock(address);
  if (!release) onWait();
  while (!release) {
    await waitForHolder(address, signal);
    release = await tryLock(address);
  }
  try {
    return await action();
  } finally {
    release();
  }
}

/**
 * Takes the lock of that name, unless another process has it.
 *
 * @returns a function that releases the lock, or undefined if another process has it.
 */
export async function tryMachineLock(name: string): Promise<(() => void) | undefined> {
  const address = socketAddress(name);
  return (await tryLock(address)) ?? ((await isHeld(address)) ? undefined : tryLock(address));
}

/** Short, and the same for every process that locks `name`: a socket's path is limited to about 100 bytes. */
function socketAddress(name: string): string {
  const id = `function-connector-${createHash("sha256").update(name).digest("hex").slice(0, 16)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${id}` : join(tmpdir(), `${id}.sock`);
}

/** Releases the lock; undefined when another process has it. */
async function tryLock(address: string): Promise<(() => void) | undefined> {
  const waiting = new Set<Socket>();
  const server = createServer((socket) => {
    waiting.add(socket);
    socket.on("error", () => waiting.delete(socket));
  }).listen(address);
  try {
    await once(server, "listening");
  } catch (error) {
    if (hasErrorCode(error, "EADDRINUSE")) return undefined;
    throw error;
  }
  return () => {
    server.close();
    for (const socket of waiting) socket.destroy();
  };
}

/** Ends when the lock may be free. */
async function waitForHolder(address: string, signal: AbortSignal | undefined): Promise<void> {
  const socket = createConnection(address).resume();
  try {
    await once(socket, "close", { signal });
  } catch (error) {
    signal?.throwIfAborted();
    await forgetDeadHolder(address, error);
  } finally {
    socket.destroy();
  }
}

async function isHeld(address: string): Promise<boolean> {
  const socket = createConnection(address);
  try {
    await once(socket, "connect");
    return true;
  } catch (error) {
    await forgetDeadHolder(address, error);
    return false;
  } finally {
    socket.destroy();
  }
}

/** @throws the error, unless it means that no process holds the lock. */
async function forgetDeadHolder(address: string, error: unknown): Promise<void> {
  // The system closed a dead holder's socket, but its file is still there.
  if (hasErrorCode(error, "ECONNREFUSED")) await rm(address, { force: true });
  // Released just now.
  else if (!hasErrorCode(error, "ENOENT", "ECONNRESET")) throw error;
}
