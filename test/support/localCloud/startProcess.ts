import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** How long anything that these tests wait for may take. */
const longestWaitMs = 120_000;

/** `npm start` in a folder of its own, as a process that is watched and not helped. */
export class StartProcess {
  readonly #folder: string;
  readonly #child: ChildProcess;
  #log = "";

  constructor(folder: string) {
    this.#folder = folder;
    this.#child = spawn(process.execPath, ["--require", "tsx/cjs", "local/main.ts", "start"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => (this.#log += chunk));
    }
  }

  /** Everything that it has written so far. */
  get log(): string {
    return this.#log;
  }

  /** Waits until it has written a text. @throws Error with what it wrote instead */
  async until(text: string): Promise<void> {
    await waitFor(() => this.#log.includes(text) || this.#result !== undefined);
    if (!this.#log.includes(text)) throw new Error(`Waited in vain for "${text}":\n${this.#log}`);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Kills the emulator's process, as the system does when memory is short. */
  killEmulator(): void {
    const cloud = processes().find(
      ({ line }) => line.includes(this.#folder) && line.includes("cloud/main.ts"),
    );
    if (cloud === undefined) throw new Error("The emulator does not run.");
    process.kill(cloud.pid, "SIGKILL");
  }

  /** Waits until it has ended. @returns its exit code, or the signal that ended it */
  async ended(): Promise<number | NodeJS.Signals | undefined> {
    await waitFor(() => this.#result !== undefined);
    return this.#result;
  }

  get #result(): number | NodeJS.Signals | undefined {
    return this.#child.exitCode ?? this.#child.signalCode ?? undefined;
  }
}

/** Waits until no process runs anything of a folder. @throws Error with what still runs */
export async function untilNothingRuns(folder: string): Promise<void> {
  const running = (): string[] =>
    processes().flatMap(({ line }) => (line.includes(folder) ? [line] : []));
  await waitFor(() => running().length === 0);
  if (running().length > 0) throw new Error(`Still running:\n${running().join("\n")}`);
}

/** Waits until something is so, or too long. */
async function waitFor(isSo: () => boolean): Promise<void> {
  const endMs = performance.now() + longestWaitMs;
  while (!isSo() && performance.now() < endMs) await delay(50);
}

/** Processes of this machine. A minimal Linux has no `ps`, but has /proc. */
function processes(): { pid: number; line: string }[] {
  if (existsSync("/proc/self/cmdline")) {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => ({ pid: Number(name), line: commandLine(name) }));
  }
  const list = execFileSync("ps", ["-eww", "-o", "pid=,args="], { encoding: "utf8" });
  return [...list.matchAll(/^ *(\d+) +(.+)$/gm)].map(([, pid, line = ""]) => ({
    pid: Number(pid),
    line,
  }));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    // It has ended while the list was read.
    return "";
  }
}
