import type { ChildProcess } from "node:child_process";

import type {
  HostMessage,
  Invocation,
  Outcome,
  RegisteredFunction,
  WorkerMessage,
} from "./protocol";

/** How long a process may take over its terminate hooks before it is killed. */
const stopTimeoutMs = 2_000;

/** The outcome of a call whose process has exited. */
const endedDuringCall: Outcome = {
  kind: "failed",
  error: "The package's process ended during the call.",
  processEnded: true,
};

/** A package whose functions are registered. */
export class PackageProcess {
  readonly registered: readonly RegisteredFunction[];
  /** Resolves as soon as the process has ended, for whatever reason; its calls have then failed. */
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #cleaned: Promise<void>;
  readonly #pending = new Map<string, (outcome: Outcome) => void>();

  /** @param cleaned resolves when the process has ended and nothing of it is left. */
  constructor(
    child: ChildProcess,
    registered: readonly RegisteredFunction[],
    cleaned: Promise<void>,
  ) {
    this.#child = child;
    this.registered = registered;
    this.#cleaned = cleaned;
    // A folder that cannot be removed fails `stop`, which awaits it, and nothing else.
    cleaned.catch(() => undefined);
    child.on("message", (message: WorkerMessage) => {
      if (message.kind === "ended") this.#settle(message.invocationId, message.outcome);
    });
    this.exited = exitOf(child).then(() => {
      for (const invocationId of this.#pending.keys()) this.#settle(invocationId, endedDuringCall);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Runs one call. */
  async invoke(invocation: Invocation): Promise<Outcome> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return endedDuringCall;
    return new Promise((resolve) => {
      this.#pending.set(invocation.invocationId, resolve);
      this.#send({ kind: "invoke", invocation });
    });
  }

  /** Lets the package run its terminate hooks for a moment, ends it and removes its folder. */
  async stop(): Promise<void> {
    this.#send({ kind: "stop" });
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), stopTimeoutMs);
    await this.exited;
    clearTimeout(timer);
    await this.#cleaned;
  }

  #send(message: HostMessage): void {
    // If the process exits meanwhile, its exit settles what is pending.
    this.#child.send(message, () => undefined);
  }

  #settle(invocationId: string, outcome: Outcome): void {
    this.#pending.get(invocationId)?.(outcome);
    this.#pending.delete(invocationId);
  }
}

/** Resolves when a process that is running now ends. */
export async function exitOf(child: ChildProcess): Promise<void> {
  await new Promise((resolve) => child.once("exit", resolve));
}
