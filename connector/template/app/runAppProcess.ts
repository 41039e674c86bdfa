import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import * as v from "valibot";
import {
  type AppProcessMessage,
  type AppProcessTask,
  appProcessMessage,
} from "./appProcessMessage";

/** How an app's process is started. */
export interface AppProcessLaunch {
  readonly task: Omit<AppProcessTask, "deadlineMs">;
  /** The process's whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Options of node itself, such as a TypeScript hook. */
  readonly nodeOptions: readonly string[];
  /** An empty folder for the process's own files; its maker removes it. */
  readonly scratchFolder: string;
  readonly timeoutMs: number;
}

/** How an app's process ended without a message. */
export interface SilentEnd {
  readonly kind: "ended" | "timedOut";
  /** Reads after "the process": "ended with exit code 1". Empty when it was out of time. */
  readonly how: string;
  /** The last line that the app printed. */
  readonly lastLine: string | undefined;
}

/** How long output is waited for after its process ended: a process of its own may hold it open. */
const OUTPUT_TIMEOUT_MS = 500;
/** How much longer than its starter waits for it a process may live when its starter is gone. */
const EXTRA_DEADLINE_MS = 1_000;

/**
 * Loads an app in a process of its own and waits for its word, or for its end. The process and all
 * that it started in its group are gone afterwards.
 */
export async function runAppProcess(
  launch: AppProcessLaunch,
): Promise<AppProcessMessage | SilentEnd> {
  const child = forkAppProcess(launch);
  const output = lastLineOf(child);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`cannot be started: ${error.message}`));
    child.once("exit", (code, signal) => resolve(exitText(code, signal)));
  });
  try {
    return await Promise.race([
      firstMessage(child),
      ended.then(async (how): Promise<SilentEnd> => {
        return { kind: "ended", how, lastLine: await output.whenClosed() };
      }),
      whenTimedOut(child, launch.timeoutMs, output.soFar),
    ]);
  } finally {
    killGroup(child);
    await ended;
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

function forkAppProcess(launch: AppProcessLaunch): ChildProcess {
  const script = join(launch.scratchFolder, "appProcess.cjs");
  writeFileSync(script, appProcessScript());
  const task: AppProcessTask = {
    ...launch.task,
    deadlineMs: launch.timeoutMs + EXTRA_DEADLINE_MS,
  };
  return fork(script, [JSON.stringify(task)], {
    cwd: task.folder,
    env: launch.environment,
    execArgv: [...launch.nodeOptions],
    // Its group, so that what the app starts is ended with it.
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

/** The entry of the app's process as one plain JavaScript file. */
function appProcessScript(): string {
  const { outputFiles } = buildSync({
    entryPoints: [require.resolve("./appProcess.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

async function firstMessage(child: ChildProcess): Promise<AppProcessMessage> {
  return new Promise((resolve) => {
    child.on("message", (message) => {
      const { success, output } = v.safeParse(appProcessMessage, message);
      if (success) resolve(output);
    });
  });
}

async function whenTimedOut(
  child: ChildProcess,
  timeoutMs: number,
  lastLine: () => string | undefined,
): Promise<SilentEnd> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve({ kind: "timedOut", how: "", lastLine: lastLine() });
    }, timeoutMs);
    child.once("exit", () => clearTimeout(timer));
  });
}

/** Reads a process's output, so that it never waits for a reader, and keeps its last line only. */
function lastLineOf(child: ChildProcess) {
  const MAX_CHARACTERS = 500;
  let tail = "";
  const soFar = () => tail.trimEnd().split(/\r?\n/).at(-1)?.trim() || undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => (tail = (tail + text).slice(-MAX_CHARACTERS)));
  }
  return {
    soFar,
    whenClosed: async (): Promise<string | undefined> => {
      const signal = AbortSignal.timeout(OUTPUT_TIMEOUT_MS);
      await once(child, "close", { signal }).catch(() => undefined);
      return soFar();
    },
  };
}

function exitText(code: number | null, signal: string | null): string {
  return code === null ? `was ended by ${signal}` : `ended with exit code ${code}`;
}

function killGroup(child: ChildProcess): void {
  if (process.platform === "win32" || child.pid === undefined) {
    child.kill("SIGKILL");
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group has ended already.
  }
}
