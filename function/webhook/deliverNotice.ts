import type { InvocationContext } from "@azure/functions";
import type { Inspection } from "../turbineRepair/inspections/inspection";
import type { QueueWorker } from "../contract/queueWorker";
import type { Environment, Services } from "../contract/services";
import { poisonQueueOf, sendMessage } from "../storage/messages";
import type { Storage } from "../storage/storage";
import { callbackRules } from "./callbackAddress";
import { postNotice } from "./postNotice";
import { findSubscription, removeSubscription } from "./subscription";

const QUEUE = "repair-notices";

/** Seconds before the second attempt; each further wait is twice the one before. @default 10 */
export const RETRY_SETTING = "CONNECTOR_NOTICE_RETRY_SECONDS";
const DEFAULT_RETRY_SECONDS = 10;
const LONGEST_WAIT_SECONDS = 3600;
/** With the default waits, the last attempt is about an hour and a half after the first. */
const MAX_ATTEMPTS = 10;

/**
 * Seconds that a receiver may take to answer. Flows answer at once and work afterwards. @default 10
 */
export const TIMEOUT_SETTING = "CONNECTOR_NOTICE_TIMEOUT_SECONDS";
const DEFAULT_TIMEOUT_SECONDS = 10;

/** The receiver's words for an address that is there no longer. */
const GONE = [404, 410];

/** One notice on its way to one subscriber. */
export interface NoticeMessage {
  readonly subscriptionId: string;
  readonly inspection: Inspection;
  /** Counts from 1. */
  readonly attempt: number;
}

/** Puts a notice on its way. */
export async function sendNotice(
  storage: Storage,
  message: NoticeMessage,
  delaySeconds = 0,
): Promise<void> {
  await sendMessage(storage, { queueName: QUEUE, message, delaySeconds });
}

/** Delivers notices: at least once each, with growing waits while the receiver does not take them. */
export const noticeDelivery: QueueWorker = {
  name: "DeliverNotice",
  queueName: QUEUE,
  async handle(message, { storage, env }, context) {
    const notice = message as NoticeMessage;
    const { subscriptionId } = notice;
    const subscription = await findSubscription(storage, subscriptionId);
    // Ended while the notice was on its way.
    if (!subscription) return;
    const timeoutSeconds = secondsOf(env, TIMEOUT_SETTING, DEFAULT_TIMEOUT_SECONDS);
    const rules = { ...callbackRules(env), timeoutSeconds };
    const outcome = await postNotice(subscription.callbackUrl, noticeOf(notice), rules);
    if (outcome.status !== undefined && GONE.includes(outcome.status)) {
      await removeSubscription(storage, subscriptionId);
      context.warn(
        `Subscription ${subscriptionId} is ended: its receiver answered ${outcome.status}.`,
      );
    } else if (outcome.problem !== undefined) {
      const again = { notice, problem: outcome.problem, afterSeconds: outcome.retryAfterSeconds };
      await tryAgainOrSetAside(again, { storage, env }, context);
    }
  },
};

/** What a subscriber receives. The id is the same each time, so that a receiver knows it again. */
function noticeOf({ subscriptionId, inspection }: NoticeMessage): object {
  return { noticeId: `${subscriptionId}.${inspection.inspectionId}`, ...inspection };
}

interface Failure {
  readonly notice: NoticeMessage;
  readonly problem: string;
  /** What the receiver asked for. */
  readonly afterSeconds: number | undefined;
}

async function tryAgainOrSetAside(
  { notice, problem, afterSeconds = 0 }: Failure,
  { storage, env }: Pick<Services, "storage" | "env">,
  context: InvocationContext,
): Promise<void> {
  const what = `Notice of inspection ${notice.inspection.inspectionId} to subscription ${notice.subscriptionId}`;
  if (notice.attempt < MAX_ATTEMPTS) {
    const wait = Math.max(waitSeconds(notice.attempt, env), afterSeconds);
    const delaySeconds = Math.ceil(Math.min(wait, LONGEST_WAIT_SECONDS));
    context.warn(
      `${what}: ${problem} Attempt ${notice.attempt} failed; next in ${delaySeconds} s.`,
    );
    await sendNotice(storage, { ...notice, attempt: notice.attempt + 1 }, delaySeconds);
  } else {
    const poison = poisonQueueOf(QUEUE);
    await sendMessage(storage, { queueName: poison, message: { ...notice, problem } });
    context.error(
      `${what}: ${problem} Given up after ${MAX_ATTEMPTS} attempts; it is in ${poison}.`,
    );
  }
}

function waitSeconds(attempt: number, env: Environment): number {
  return secondsOf(env, RETRY_SETTING, DEFAULT_RETRY_SECONDS) * 2 ** (attempt - 1);
}

/** A setting's seconds; its default when it is not set, or is no length of time. */
function secondsOf(env: Environment, name: string, defaultSeconds: number): number {
  const seconds = Number(env[name]);
  return seconds > 0 && Number.isFinite(seconds) ? seconds : defaultSeconds;
}
