import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { hasErrorCode } from "../hasErrorCode";

/** Settings of {@link runProcessGroup}. */
export interface ProcessGroupOptions {
  /** The folder to run in. Without it, the working directory. */
  cwd?: string;
  /** The command's whole environment. */
  env: NodeJS.ProcessEnv;
  /** Ends the command and all it started. */
  signal?: AbortSignal | undefined;
  /** Gets each line the command writes to stderr, as it comes. */
  onStderrLine?: (line: string) => void;
}

/** How many of the last lines on stderr an error repeats. */
const errorLines = 10;

/**
 * Runs a command, with all it starts, as one process group, and waits until the last of them
 * has ended. Throws the signal's reason when that ended it, and an error with the end of stderr,
 * or else how it ended, when the command is missing or fails.
 */
export async function runProcessGroup(
  command: string,
  args: readonly string[],
  { cwd, env, signal, onStderrLine }: ProcessGroupOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd,
    env,
    detached: process.platform !== "win32",
    stdio: ["ignore", "ignore", "pipe"],
    windowsHide: true,
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    lines.push(line);
    onStderrLine?.(line);
  });
  const kill = (): void => killGroup(child);
  signal?.addEventListener("abort", kill, { once: true });
  process.once("exit", kill);
  try {
    // "close" comes when stderr is closed, so when no process of the group holds it any longer.
    const [exitCode, exitSignal] = await once(child, "close");
    signal?.throwIfAborted();
    if (exitCode === 0) return;
    const said = lines.slice(-errorLines).join("\n");
    throw new Error(said || `${basename(command)} exited with ${exitCode ?? exitSignal}`);
  } catch (error) {
    if (!hasErrorCode(error, "ENOENT")) throw error;
    throw new Error(`${command} is not on PATH`, { cause: error });
  } finally {
    signal?.removeEventListener("abort", kill);
    process.off("exit", kill);
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // The group may have ended just now.
    if (!hasErrorCode(error, "ESRCH")) throw error;
  }
}
