import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

import type { HostLog } from "./hostLog";
import { type PackageContent, writePackage } from "./packageContent";
import { PackageProcess, exitOf } from "./packageProcess";
import type { RegisteredFunction, WorkerMessage } from "./protocol";

/** What a package's process is started with. */
export interface PackageLaunch {
  readonly content: PackageContent;
  /** The worker's entry, as plain JavaScript. */
  readonly workerScript: string;
  /** @param home the process's own folder. */
  readonly environment: (home: string) => Record<string, string>;
  readonly loadTimeoutMs: number;
  readonly log: HostLog;
}

/** How long to wait for output after its process exited: a child process may keep it open. */
const outputTimeoutMs = 500;

/**
 * Starts a process for a package in a fresh temporary folder and waits until its functions are
 * registered. The folder is outside the project, so no node_modules of this machine is found.
 * @throws when the package cannot be written or does not load; then no process and no folder are left.
 */
export async function startPackageProcess(launch: PackageLaunch): Promise<PackageProcess> {
  const folder = await mkdtemp(join(tmpdir(), "functions-host-"));
  try {
    const child = await forkWorker(launch, folder);
    forwardOutput(child, launch.log);
    const ended = endOf(child);
    try {
      const registered = await whenLoaded(child, launch.loadTimeoutMs);
      return new PackageProcess(
        child,
        registered,
        ended.then(() => removeFolder(folder)),
      );
    } catch (error) {
      child.kill("SIGKILL");
      if (child.pid !== undefined) await ended;
      throw error;
    }
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

/** The worker removes its folder itself, unless it is killed. */
async function removeFolder(folder: string): Promise<void> {
  // Windows releases a process's files a moment after its exit.
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function forkWorker(launch: PackageLaunch, folder: string): Promise<ChildProcess> {
  const appFolder = join(folder, "wwwroot");
  const scriptFile = join(folder, "worker.js");
  await writePackage(launch.content, appFolder);
  await writeFile(scriptFile, launch.workerScript);
  return fork(scriptFile, [appFolder, launch.content.main, launch.content.format], {
    cwd: appFolder,
    env: launch.environment(folder),
    // This process may run with a TypeScript hook, which is not for the package.
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

function forwardOutput(child: ChildProcess, log: HostLog): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      log.write("information", line);
    });
  }
  child.on("message", (message: WorkerMessage) => {
    if (message.kind === "log") log.write(message.level, message.message, message.functionName);
  });
}

/** Waits for the package's message that it is loaded. */
async function whenLoaded(
  child: ChildProcess,
  timeoutMs: number,
): Promise<readonly RegisteredFunction[]> {
  let timer: NodeJS.Timeout | undefined;
  const loaded = new Promise<readonly RegisteredFunction[]>((resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The package's main did not finish loading within ${timeoutMs} ms.`));
    }, timeoutMs);
    child.on("message", (message: WorkerMessage) => {
      if (message.kind === "loaded") resolve(message.functions);
      if (message.kind === "loadFailed") {
        reject(new Error(`The package's main failed to load: ${message.error}`));
      }
    });
    child.on("error", (error) => {
      reject(new Error(`The package's process cannot be started: ${error.message}`));
    });
    child.once("exit", (code, signal) => {
      const how = code === null ? `by ${signal}` : `with exit code ${code}`;
      reject(new Error(`The package's process ended ${how} while its main was loaded.`));
    });
  });
  return loaded.finally(() => {
    clearTimeout(timer);
  });
}

/** Resolves when a process has ended and its last output is read. */
async function endOf(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once("close", resolve));
  await exitOf(child);
  await Promise.race([closed, delay(outputTimeoutMs, undefined, { ref: false })]);
  child.stdout?.destroy();
  child.stderr?.destroy();
}
