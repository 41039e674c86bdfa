import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "./answer";

/** Time, as far as a wait needs it. */
export interface Clock {
  nowMs(): number;
  /** @throws the signal's reason when it ends the sleep */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Something that a deployment waits for. */
export interface Wait<Value> {
  /** What is to become so, to follow "until": "the host of func-a runs". */
  readonly until: string;
  /** How long it may take. */
  readonly limitMinutes: number;
  /** What a person does when it takes longer, in the words that end the sentence: "look at its log". */
  readonly advice: string;
  /** Looks whether it is so. */
  attempt(): Promise<Reached<Value> | NotYet>;
}

/** What was waited for has come. */
export interface Reached<Value> {
  readonly value: Value;
}

/** What was waited for has not come. */
export interface NotYet {
  /** The last answer, in a phrase that follows "the last answer was". */
  readonly notYet: string;
  /** What the service asks to wait at least. @default 0 */
  readonly retryAfterMs?: number;
  /** True when something has moved on, so that the next look is soon. @default false */
  readonly hasMoved?: boolean;
}

/** Who waits, and how the wait is seen and ended. */
export interface Waiter {
  /** Ends the wait at once. */
  readonly signal: AbortSignal;
  /** Takes a short text for the engine's display. */
  readonly onProgress: (text: string) => void;
  /** Left out, the machine's. */
  readonly clock?: Clock | undefined;
}

/** A wait that took too long. Its message is one sentence for the person who deploys. */
export class WaitError extends Error {
  override readonly name = "WaitError";
}

/** Shortest and longest pause between two looks, and how it grows. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const GROWTH = 1.5;

const machineClock: Clock = {
  nowMs: () => performance.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
};

/**
 * Waits until something is so.
 *
 * @throws WaitError when it takes longer than its limit, the signal's reason when that ends the wait, and whatever the
 *   attempt throws
 */
export async function waitUntil<Value>(
  wait: Wait<Value>,
  { signal, onProgress, clock = machineClock }: Waiter,
): Promise<Value> {
  const startMs = clock.nowMs();
  const limitMs = wait.limitMinutes * 60_000;
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const outcome = await endedBy(signal, () => wait.attempt());
    if ("value" in outcome) return outcome.value;
    const spentMs = clock.nowMs() - startMs;
    onProgress(`waiting until ${wait.until} (${seconds(spentMs)}): ${outcome.notYet}`);
    if (spentMs >= limitMs) throw new WaitError(sentence(wait, spentMs, outcome.notYet));
    if (outcome.hasMoved) pauseMs = FIRST_PAUSE_MS;
    // The last look is at the limit, not before it.
    const leftMs = limitMs - spentMs;
    const pause = Math.min(leftMs, Math.max(pauseMs, outcome.retryAfterMs ?? 0));
    try {
      await clock.sleep(pause, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * GROWTH);
  }
}

/** An answer that is not the awaited one. */
export function notYet(answer: Answer, what = ""): NotYet {
  return {
    notYet: what === "" ? answer.summary : `${what}: ${answer.summary}`,
    retryAfterMs: answer.retryAfterMs,
  };
}

/**
 * Does work that a signal ends at once. Not every library stops when it is asked to, such as one that runs the Azure
 * CLI.
 *
 * @throws the signal's reason, or what the work throws
 */
export async function endedBy<Value>(
  signal: AbortSignal,
  work: () => Promise<Value>,
): Promise<Value> {
  signal.throwIfAborted();
  const ended = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const options = { once: true, signal: ended.signal };
    signal.addEventListener("abort", () => reject(signal.reason), options);
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    ended.abort();
  }
}

function sentence({ until, advice }: Wait<unknown>, spentMs: number, last: string): string {
  return `Waited ${duration(spentMs)} until ${until}; the last answer was ${last}; ${advice}.`;
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes === 0) return seconds(ms);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
