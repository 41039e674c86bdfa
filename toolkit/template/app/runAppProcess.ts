import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildSync } from "esbuild";
import * as v from "valibot";
import {
  type AppProcessMessage,
  type AppProcessTask,
  appProcessMessage,
} from "./appProcessMessage";
import { withCleanup } from "./withCleanup";

/** How an app's process is started. */
export interface AppProcessLaunch {
  readonly task: Omit<AppProcessTask, "deadlineMs">;
  /**
   * The process's whole environment.
   * @param home an empty folder of the process's own
   */
  readonly environment: (home: string) => Readonly<Record<string, string>>;
  /** Options of node itself, such as a TypeScript hook. */
  readonly nodeOptions: readonly string[];
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

/** A message that is not of the app's process, which sends only one. */
export interface MalformedMessage {
  readonly kind: "malformed";
  /** What is wrong with it. */
  readonly reason: string;
}

/** How long output is waited for after its process ended: a process of its own may hold it open. */
const OUTPUT_TIMEOUT_MS = 500;
/** How much of the end of an app's output is kept to find its last line. */
const MAX_TAIL_CHARACTERS = 500;
/** How much longer than its starter waits for it a process may live when its starter is gone. */
const EXTRA_DEADLINE_MS = 1_000;

/**
 * Loads an app in a process of its own and waits for its word, or for its end. The process, all
 * that it started in its group and its files are gone afterwards.
 */
export async function runAppProcess(
  launch: AppProcessLaunch,
): Promise<AppProcessMessage | MalformedMessage | SilentEnd> {
  const home = mkdtempSync(join(tmpdir(), "function-app-"));
  let child: ChildProcess | undefined;
  const cleanup = () => {
    if (child !== undefined) killGroup(child);
    // Windows lets go of a process's files a moment after its end.
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  return withCleanup(cleanup, async () => {
    child = forkAppProcess(launch, home);
    return wordOf(child, launch.timeoutMs);
  });
}

async function wordOf(
  child: ChildProcess,
  timeoutMs: number,
): Promise<AppProcessMessage | MalformedMessage | SilentEnd> {
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
      whenTimedOut(child, timeoutMs, output.soFar),
    ]);
  } finally {
    killGroup(child);
    await ended;
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

function forkAppProcess(launch: AppProcessLaunch, home: string): ChildProcess {
  const script = join(home, "appProcess.cjs");
  writeFileSync(script, appProcessScript());
  const task: AppProcessTask = {
    ...launch.task,
    deadlineMs: launch.timeoutMs + EXTRA_DEADLINE_MS,
  };
  return fork(script, [JSON.stringify(task)], {
    cwd: task.folder,
    env: launch.environment(home),
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

async function firstMessage(child: ChildProcess): Promise<AppProcessMessage | MalformedMessage> {
  return new Promise((resolve) => {
    child.once("message", (message) => {
      const { success, output, issues } = v.safeParse(appProcessMessage, message);
      resolve(success ? output : { kind: "malformed", reason: issues[0].message });
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
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let tail = "";
  const soFar = () => tail.trimEnd().split(/\r?\n/).at(-1)?.trim() || undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => (tail = (tail + text).slice(-MAX_TAIL_CHARACTERS)));
  }
  return {
    soFar,
    whenClosed: async (): Promise<string | undefined> => {
      await Promise.race([closed, delay(OUTPUT_TIMEOUT_MS, undefined, { ref: false })]);
      return soFar();
    },
  };
}

function exitText(code: number | null, signal: string | null): string {
  return code === null ? `was ended by ${signal}` : `ended with exit code ${code}`;
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"], {
      stdio: "ignore",
      windowsHide: true,
    });
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group has ended already.
  }
}
