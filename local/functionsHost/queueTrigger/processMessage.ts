import { randomUUID } from "node:crypto";

import type { HostLog } from "../hostLog";
import type { Invoke } from "../protocol";
import type { CrashPause } from "./crashPause";
import type { QueueTrigger } from "./queueListing";
import { messageBytes, messageInput } from "./queueMessage";
import type { QueueOptions } from "../../../functionsRuntime/queueOptions";
import type { LeasedMessage, TriggerQueue } from "./triggerQueue";

/** What messages of one trigger are processed with. */
export interface MessageProcessing {
  readonly trigger: QueueTrigger;
  readonly queue: TriggerQueue;
  readonly options: QueueOptions;
  readonly invoke: Invoke;
  readonly crashPause: CrashPause;
  readonly log: HostLog;
  /** How long a message is invisible to other consumers; renewed while it is processed. */
  readonly leaseMs: number;
  /** Aborts when no more messages are to be taken. */
  readonly stopping: AbortSignal;
  /** Called when no process runs the package any more. */
  readonly giveUp: () => void;
}

/**
 * Calls the code for a message, and deletes the message on success. One that fails becomes visible again, until it
 * has been tried `maxDequeueCount` times; then it goes to the poison queue.
 * @throws RestError when storage refuses that; the message becomes visible again when its lease ends.
 */
export async function processMessage(
  message: LeasedMessage,
  processing: MessageProcessing,
): Promise<void> {
  const { queue, options, log, trigger } = processing;
  const bytes = messageBytes(message.text, options.messageEncoding);
  if (bytes === undefined) {
    log.write(
      "warning",
      `Message ${message.id} is not base64-encoded, as host.json's extensions.queues.messageEncoding requires. Moving message to queue '${queue.poisonName}'.`,
      trigger.functionName,
    );
    await queue.moveToPoison(message);
  } else if (message.dequeueCount > options.maxDequeueCount) {
    // Its last try ended with the host itself.
    await moveToPoison(message, processing);
  } else {
    await tryMessage(message, bytes, processing);
  }
}

async function tryMessage(
  message: LeasedMessage,
  bytes: Uint8Array,
  processing: MessageProcessing,
): Promise<void> {
  const { options, log, trigger, crashPause, stopping } = processing;
  const stopRenewing = renewLease(message, processing);
  const outcome = await call(message, bytes, processing);
  await stopRenewing();
  if (outcome === undefined) {
    processing.giveUp();
    await message.hideFor(0);
  } else if (outcome.kind === "completed") {
    await message.delete();
  } else if (outcome.processEnded === true && stopping.aborted) {
    // It was interrupted by the host: the next process handles it.
    await message.hideFor(0);
  } else {
    log.write("error", outcome.error, trigger.functionName);
    if (outcome.processEnded === true) crashPause.begin();
    if (message.dequeueCount >= options.maxDequeueCount) await moveToPoison(message, processing);
    else await message.hideFor(options.visibilityTimeoutMs);
  }
}

async function call(
  message: LeasedMessage,
  bytes: Uint8Array,
  { trigger, invoke }: MessageProcessing,
): ReturnType<Invoke> {
  const { functionName, isBinary } = trigger;
  try {
    const input = messageInput(message, bytes, isBinary);
    return await invoke({ invocationId: randomUUID(), functionName, ...input });
  } catch (error) {
    return { kind: "failed", error: `Message ${message.id} is not valid text: ${String(error)}` };
  }
}

async function moveToPoison(
  message: LeasedMessage,
  { queue, options, log, trigger }: MessageProcessing,
): Promise<void> {
  log.write(
    "warning",
    `Message has reached MaxDequeueCount of ${options.maxDequeueCount}. Moving message to queue '${queue.poisonName}'.`,
    trigger.functionName,
  );
  await queue.moveToPoison(message);
}

/** Renews a message's lease when half of it is over, again and again. */
function renewLease(
  message: LeasedMessage,
  { leaseMs, log, trigger }: MessageProcessing,
): () => Promise<void> {
  let renewal: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewal = message.hideFor(leaseMs).catch((error: unknown) => {
      log.write(
        "warning",
        `The lease of message ${message.id} was not renewed: ${String(error)}`,
        trigger.functionName,
      );
    });
  }, leaseMs / 2);
  return async () => {
    clearInterval(timer);
    // The new receipt is known only then.
    await renewal;
  };
}
