import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Panel } from "../../local/panel";
import { delaysSeed } from "./delaysSeed";

/** How a local stack is started. */
export interface LocalStackOptions {
  /** The project's folder; its state is kept there. */
  readonly folder: string;
  /** Arguments after `start`. Without `--delays`, the emulator is late, so that nobody forgets to wait. @default [] */
  readonly args?: readonly string[];
  /** Environment variables in addition to this process's own; undefined unsets. @default none */
  readonly env?: NodeJS.ProcessEnv;
}

/** A deployment that `npm start` made and serves. */
export interface LocalStack extends Panel {
  /** What it has written to stderr so far: its progress, then what the function app logs. */
  log(): string;
  /**
   * Ends it as Ctrl-C does, and waits until it has ended.
   *
   * @returns the exit code, which is 0 when it ended in order
   */
  stop(): Promise<number | null>;
}

/**
 * Runs what `npm start` runs and waits until it serves. The first time on a machine this may take
 * minutes, while the Pulumi CLI is made.
 *
 * @throws Error with what it wrote, when it ends before that
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { folder, args = [], env = {} } = options;
  const delays = args.includes("--delays")
    ? []
    : ["--delays", "short", "--delays-seed", String(delaysSeed)];
  const child = spawn(
    process.execPath,
    ["--require", "tsx/cjs", "local/main.ts", "start", "--json", ...delays, ...args],
    { cwd: folder, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));

  const printed = new Promise<string>((resolve) => {
    createInterface(child.stdout).once("line", resolve);
  });
  const first = await Promise.race([printed, ended]);
  if (typeof first !== "string") {
    throw new Error(
      `npm start ended with exit code ${first} before it served anything. It wrote:\n${log}`,
    );
  }
  const panel: Panel = JSON.parse(first);
  return {
    ...panel,
    log: () => log,
    stop: () => {
      child.kill("SIGINT");
      return ended;
    },
  };
}
