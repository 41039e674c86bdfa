import { setTimeout as delay } from "node:timers/promises";

import { GrowingWait } from "./growingWait";
import { type MessageProcessing, processMessage } from "./processMessage";
import { storageCode } from "./triggerQueue";

/** The host's shortest wait between two looks at a queue, in milliseconds. */
const shortestPollMs = 100;

/** The longest wait while storage refuses or cannot be reached, in milliseconds. */
const longestTroubleMs = 30_000;

/** What a listener needs beside what it processes messages with. */
export interface QueueListenerOptions extends Omit<MessageProcessing, "stopping" | "giveUp"> {
  /** The longest wait between two looks at an empty queue, whatever host.json says. */
  readonly longestPollMs: number;
}

/**
 * Looks for messages in the queue of one trigger and has them processed, as the host's storage extension does: in
 * batches, with growing waits while there is nothing. It waits for a queue that does not exist; creating it is up to
 * the app.
 */
export class QueueListener {
  readonly #processing: MessageProcessing;
  readonly #stopping = new AbortController();
  readonly #atWork = new Set<Promise<void>>();
  readonly #idle: GrowingWait;
  readonly #trouble = new GrowingWait(shortestPollMs, longestTroubleMs);
  #queueExists = false;
  #isTroubled = false;
  /** Called when a message is processed, or no more are to be taken. */
  #wake: () => void = () => undefined;
  #loop: Promise<void> | undefined;

  constructor({ longestPollMs, ...processing }: QueueListenerOptions) {
    this.#processing = {
      ...processing,
      stopping: this.#stopping.signal,
      giveUp: () => this.#takeNoMore(),
    };
    const longestMs = Math.min(processing.options.maxPollingIntervalMs, longestPollMs);
    this.#idle = new GrowingWait(shortestPollMs, longestMs);
  }

  /** Begins to look for messages. */
  start(): void {
    this.#loop ??= this.#listen();
  }

  /** Takes no more messages; resolves when those that were taken are processed. */
  async stop(): Promise<void> {
    this.#takeNoMore();
    await this.#loop;
    await Promise.all(this.#atWork);
  }

  #takeNoMore(): void {
    this.#stopping.abort();
    this.#wake();
  }

  async #listen(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const waitMs = await this.#look().catch((error: unknown) => this.#troubled(error));
      if (waitMs > 0) await delay(waitMs, undefined, { signal }).catch(() => undefined);
      await this.#untilFewAtWork();
      await this.#processing.crashPause.over(signal);
    }
  }

  /** Takes what there is. @returns how long to wait before the next look. */
  async #look(): Promise<number> {
    const { queue, options, leaseMs, stopping } = this.#processing;
    if (!this.#queueExists) this.#queueExists = await queue.exists();
    if (stopping.aborted) return 0;
    const messages = this.#queueExists ? await queue.receive(options.batchSize, leaseMs) : [];
    this.#recovered();
    if (messages.length === 0) return this.#idle.nextMs();
    this.#idle.reset();
    for (const message of messages) {
      const work = processMessage(message, this.#processing)
        .catch((error: unknown) =>
          this.#report("warning", `Message ${message.id}: ${String(error)}`),
        )
        .finally(() => {
          this.#atWork.delete(work);
          this.#wake();
        });
      this.#atWork.add(work);
    }
    return 0;
  }

  /** Resolves when so few messages are at work that more may be taken, or none is to be taken. */
  async #untilFewAtWork(): Promise<void> {
    const { options, stopping } = this.#processing;
    while (this.#atWork.size > options.newBatchThreshold && !stopping.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Logs it once, and keeps trying. @returns how long to wait before the next look. */
  #troubled(error: unknown): number {
    this.#queueExists = false;
    if (!this.#isTroubled) {
      const { trigger, queue } = this.#processing;
      this.#report(
        "error",
        `The listener for function 'Functions.${trigger.functionName}' was unable to start. The queue '${queue.name}' cannot be read: ${reasonOf(error)} Trying again, with growing waits.`,
      );
    }
    this.#isTroubled = true;
    return this.#trouble.nextMs();
  }

  #recovered(): void {
    if (this.#isTroubled)
      this.#report("information", `The queue '${this.#processing.queue.name}' is now being read.`);
    this.#isTroubled = false;
    this.#trouble.reset();
  }

  #report(level: "information" | "warning" | "error", text: string): void {
    this.#processing.log.write(level, text, this.#processing.trigger.functionName);
  }
}

function reasonOf(error: unknown): string {
  const code = storageCode(error);
  if (code === "AuthorizationPermissionMismatch") {
    return `${code}. The app's identity needs the role Storage Queue Data Contributor.`;
  }
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return `${code === undefined ? "" : `${code}. `}${line.replace(/\.?$/, ".")}`;
}
