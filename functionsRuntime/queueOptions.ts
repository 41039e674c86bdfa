import * as v from "valibot";
import { parsed } from "./hostJson";

/** A duration as .NET writes it: `[days.]hours:minutes:seconds[.fraction]`. */
const timeSpanPattern = /^(?:(\d+)\.)?(\d{1,2}):([0-5]?\d):([0-5]?\d)(\.\d{1,7})?$/;

const timeSpanRule = "Expected a duration such as 00:00:30.";

const timeSpanMs = v.pipe(
  v.string(timeSpanRule),
  v.regex(timeSpanPattern, timeSpanRule),
  v.transform((text) => {
    const [, days = "0", hours, minutes, seconds, fraction = "0"] =
      timeSpanPattern.exec(text) ?? [];
    const wholeSeconds =
      ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
    return Math.round((wholeSeconds + Number(`0${fraction}`)) * 1000);
  }),
);

const encodingRule = "Expected base64 or none.";

const encoding = v.pipe(
  v.string(encodingRule),
  v.toLowerCase(),
  v.picklist(["base64", "none"], encodingRule),
);

function count(minimum: number, maximum: number) {
  const message = `Expected a whole number from ${minimum} to ${maximum}.`;
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(minimum, message),
    v.maxValue(maximum, message),
  );
}

/** Source: learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#host-json */
const queueOptionsSchema = v.pipe(
  v.looseObject(
    {
      maxPollingInterval: v.optional(
        v.pipe(timeSpanMs, v.minValue(100, "Expected at least 00:00:00.1.")),
        "00:01:00",
      ),
      visibilityTimeout: v.optional(timeSpanMs, "00:00:00"),
      batchSize: v.optional(count(1, 32), 16),
      maxDequeueCount: v.optional(count(1, 2 ** 31 - 1), 5),
      newBatchThreshold: v.optional(count(0, 2 ** 31 - 1)),
      messageEncoding: v.optional(encoding, "base64"),
    },
    "Expected an object.",
  ),
  v.transform((stated) => ({
    maxPollingIntervalMs: stated.maxPollingInterval,
    visibilityTimeoutMs: stated.visibilityTimeout,
    batchSize: stated.batchSize,
    maxDequeueCount: stated.maxDequeueCount,
    newBatchThreshold: stated.newBatchThreshold ?? Math.floor(stated.batchSize / 2),
    messageEncoding: stated.messageEncoding,
  })),
);

const hostJsonSchema = v.looseObject({
  extensions: v.optional(v.looseObject({ queues: v.optional(queueOptionsSchema, {}) }), {}),
});

/**
 * Reads `extensions.queues` of a host.json's content, with Azure's bounds and defaults.
 *
 * @throws Error that names the value with which the host does not start, after the file's name
 */
export function readQueueOptions(content: unknown): QueueOptions {
  return parsed(hostJsonSchema, content).extensions.queues;
}

/** How queues are read. */
export interface QueueOptions {
  /** The longest wait between two polls of an empty queue. @default 60000 */
  readonly maxPollingIntervalMs: number;
  /** How long a message that failed stays invisible. @default 0 */
  readonly visibilityTimeoutMs: number;
  /** How many messages are fetched at once. @default 16 */
  readonly batchSize: number;
  /** How often a message is tried before it goes to the poison queue. @default 5 */
  readonly maxDequeueCount: number;
  /** More are fetched once no more than this many are being processed; half of `batchSize` if not stated. */
  readonly newBatchThreshold: number;
  /** How a message's text is written. @default "base64" */
  readonly messageEncoding: "base64" | "none";
}
