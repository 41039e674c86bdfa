import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cloudOptionsVariable, type CloudMessage } from "./cloud/protocol";
import type { CloudOptions } from "./cloud/startCloud";
import { loopback } from "./listenOnLoopback";

/** How long the cloud may take to write its data and stop. */
const stopTimeoutMs = 15_000;

/** The process that stands in for Azure. */
export class CloudProcess {
  /** Port of its Pulumi provider. */
  readonly providerPort: number;
  readonly #child: ChildProcess;
  #isKilled = false;

  private constructor(child: ChildProcess, providerPort: number) {
    this.#child = child;
    this.providerPort = providerPort;
  }

  /**
   * Starts the cloud, with everything that was deployed before.
   *
   * @param programFolder The folder of the program's main file: as Pulumi's own providers, it reads assets from there.
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
        // What the cloud talks to is on this machine, and no proxy's business.
        NO_PROXY: [process.env["NO_PROXY"] ?? process.env["no_proxy"] ?? [], loopback]
          .flat()
          .join(","),
        [cloudOptionsVariable]: JSON.stringify(options),
      },
    });
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error("The cloud's output cannot be read.");
    createInterface(stderr).on("line", onLog);

    let failure = "it ended before it was ready";
    child.on("message", ({ error }: CloudMessage) => (failure = error));
    const lines = createInterface(stdout);
    const firstLine = new Promise<string | undefined>((resolve) => {
      lines.once("line", resolve);
      child.once("exit", () => resolve(undefined));
    });
    const port = await firstLine;
    if (port === undefined)
      throw new Error(`The local stand-in for Azure did not start: ${failure}.`);
    return new CloudProcess(child, Number(port));
  }

  /** Resolves when the process has ended, by itself or not. */
  async ended(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null)
      await once(this.#child, "exit");
  }

  /** Whether it has ended without being asked to: it ends in order when it is. */
  get hasFailed(): boolean {
    const { exitCode, signalCode } = this.#child;
    return !this.#isKilled && (signalCode !== null || (exitCode !== null && exitCode !== 0));
  }

  /** Ends the process with all that it started; its data stays. */
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

/** What is said of a cloud that has ended without being asked to. */
export function cloudFailure(cause?: unknown): Error {
  const message =
    "The stand-in for Azure ended by itself; its last lines are above. Start again: what is there is taken up.";
  return new Error(message, { cause });
}
