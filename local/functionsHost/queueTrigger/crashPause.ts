import { setTimeout as delay } from "node:timers/promises";

/**
 * A pause for all queues of a package after a message has ended the package's process: the message comes again at
 * once, and a process that ends too often is not started any more, neither for messages nor for requests.
 */
export class CrashPause {
  readonly #durationMs: number;
  #endMs = 0;

  constructor(durationMs: number) {
    this.#durationMs = durationMs;
  }

  begin(): void {
    this.#endMs = performance.now() + this.#durationMs;
  }

  /** Resolves when there is no pause, or the signal aborts. */
  async over(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const restMs = this.#endMs - performance.now();
      if (restMs <= 0) return;
      await delay(restMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
