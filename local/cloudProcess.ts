import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cloudOptionsVariable, type CloudMessage } from "./cloud/protocol";
import type { CloudOptions } from "./cloud/startCloud";
import { noProxy } from "./noProxy";

/** How long the emulator may take to write its data and stop. */
const stopTimeoutMs = 15_000;

/** Where the emulator's process listens, all on loopback. */
export interface CloudPorts {
  /** Its Pulumi provider. */
  readonly provider: number;
  /** Azure Resource Manager and the directory. */
  readonly arm: number;
}

/** The emulator's process. */
export class CloudProcess {
  readonly ports: CloudPorts;
  readonly #child: ChildProcess;
  #isKilled = false;

  private constructor(child: ChildProcess, ports: CloudPorts) {
    this.#child = child;
    this.ports = ports;
  }

  /**
   * Starts the emulator, with everything that was deployed before.
   *
   * @param programFolder The folder of the program's main file: like Pulumi's own providers, it reads assets from there.
   * @param onLog Takes each line of its log, and of the apps' logs.
   * @throws Error when it cannot start, for example because a port is taken.
   */
  static async start(
    options: CloudOptions,
    programFolder: string,
    onLog: (line: string) => void,
  ): Promise<CloudProcess> {
    const child = fork(join(__dirname, "cloud", "main.ts"), {
      cwd: programFolder,
      execArgv: ["--require", "tsx/cjs"],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...process.env,
        NO_PROXY: noProxy(),
        [cloudOptionsVariable]: JSON.stringify(options),
      },
    });
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null)
      throw new Error("The emulator's output cannot be read.");
    createInterface(stderr).on("line", onLog);

    let failure = "it exited before it was ready";
    const exited = new Promise<undefined>((resolve) =>
      child.once("exit", () => resolve(undefined)),
    );
    const started = new Promise<number>((resolve) => {
      child.on("message", (message: CloudMessage) => {
        if (message.kind === "started") resolve(message.armPort);
        else failure = message.error;
      });
    });
    const lines = createInterface(stdout);
    const firstLine = new Promise<string>((resolve) => lines.once("line", resolve));
    const arm = await Promise.race([started, exited]);
    const provider = await Promise.race([firstLine, exited]);
    if (arm === undefined || provider === undefined)
      throw new Error(`The local Azure emulator did not start: ${failure}.`);
    return new CloudProcess(child, { provider: Number(provider), arm });
  }

  /** Resolves when the process has exited, for whatever reason. */
  async ended(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null)
      await once(this.#child, "exit");
  }

  /** Whether it exited without being asked to; when it is asked to, its exit code is 0. */
  get hasFailed(): boolean {
    const { exitCode, signalCode } = this.#child;
    return !this.#isKilled && (signalCode !== null || (exitCode !== null && exitCode !== 0));
  }

  /** Stops the process and everything that it started; its data stays. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => {
      this.#isKilled = true;
      this.#child.kill("SIGKILL");
    }, stopTimeoutMs);
    if (this.#child.connected) this.#child.disconnect();
    await this.ended();
    clearTimeout(timer);
  }
}

/** The error for an emulator that exited without being asked to. */
export function cloudFailure(cause?: unknown): Error {
  const message =
    "The emulator exited unexpectedly; its last log lines are above. Start again to continue with what is deployed.";
  return new Error(message, { cause });
}
