import type { InvocationContext } from "@azure/functions";
import type { QueueWorker } from "../contract/queueWorker";
import type { Services } from "../contract/services";
import { poisonQueueOf, sendMessage } from "../storage/messages";
import type { Storage } from "../storage/storage";
import { callbackRules } from "./callbackAddress";
import { retrySecondsOf, timeoutSecondsOf } from "./deliverySettings";
import { postNotification } from "./postNotification";
import { SubscriptionTable } from "./subscriptionTable";
import type { WebhookDefinition } from "./webhookDefinition";

const LONGEST_WAIT_SECONDS = 3600;
/** With the default waits, the last attempt is about an hour and a half after the first. */
const MAX_ATTEMPTS = 10;

/** Statuses by which a receiver says that its address is no longer there. */
const GONE = [404, 410];

/** One notification on its way to one subscriber. */
export interface Notification<Item> {
  readonly subscriptionId: string;
  readonly item: Item;
  /** Counts from 1. */
  readonly attempt: number;
}

/** Puts a notification on its way. */
export async function sendNotification<Item>(
  { itemName, deliveries: { queueName } }: WebhookDefinition<Item>,
  storage: Storage,
  notification: Notification<Item>,
  delaySeconds = 0,
): Promise<void> {
  const message = toMessage(notification, itemName);
  await sendMessage(storage, { queueName, message, delaySeconds });
}

/** Delivers notifications: at least once each, with growing waits while the receiver does not take them. */
export function delivery<Item>(definition: WebhookDefinition<Item>): QueueWorker {
  const { deliveries, itemName } = definition;
  return {
    name: deliveries.functionName,
    queueName: deliveries.queueName,
    async handle(message, { storage, env }, context) {
      const notification = toNotification<Item>(message, itemName);
      const { subscriptionId } = notification;
      const subscriptions = new SubscriptionTable(storage, definition);
      const subscription = await subscriptions.find(subscriptionId);
      // Ended while the notification was on its way.
      if (!subscription) return;
      const rules = { ...callbackRules(env), timeoutSeconds: timeoutSecondsOf(env) };
      const body = bodyOf(notification, definition);
      const outcome = await postNotification(subscription.callbackUrl, body, rules);
      if (outcome.status !== undefined && GONE.includes(outcome.status)) {
        await subscriptions.remove(subscriptionId);
        context.warn(
          `Subscription ${subscriptionId} is ended: its receiver responded with ${outcome.status}.`,
        );
      } else if (outcome.problem !== undefined) {
        const { problem, retryAfterSeconds: afterSeconds } = outcome;
        const failure = { notification, problem, afterSeconds };
        await tryAgainOrSetAside(definition, failure, { storage, env }, context);
      }
    },
  };
}

/** What a subscriber receives. The id is the same each time, so that a receiver recognizes it. */
function bodyOf<Item>(
  { subscriptionId, item }: Notification<Item>,
  { idOf }: WebhookDefinition<Item>,
): object {
  return { noticeId: `${subscriptionId}.${idOf(item)}`, ...item };
}

interface Failure<Item> {
  readonly notification: Notification<Item>;
  readonly problem: string;
  /** What the receiver asked for. */
  readonly afterSeconds: number | undefined;
}

async function tryAgainOrSetAside<Item>(
  definition: WebhookDefinition<Item>,
  { notification, problem, afterSeconds = 0 }: Failure<Item>,
  { storage, env }: Pick<Services, "storage" | "env">,
  context: InvocationContext,
): Promise<void> {
  const { itemName, idOf, deliveries } = definition;
  const { attempt, item, subscriptionId } = notification;
  const what = `Notification of ${itemName} ${idOf(item)} to subscription ${subscriptionId}`;
  if (attempt < MAX_ATTEMPTS) {
    const wait = Math.max(retrySecondsOf(env) * 2 ** (attempt - 1), afterSeconds);
    const delaySeconds = Math.ceil(Math.min(wait, LONGEST_WAIT_SECONDS));
    context.warn(`${what}: ${problem} Attempt ${attempt} failed; next in ${delaySeconds} s.`);
    const next = { ...notification, attempt: attempt + 1 };
    await sendNotification(definition, storage, next, delaySeconds);
  } else {
    const queueName = poisonQueueOf(deliveries.queueName);
    const message = { ...toMessage(notification, itemName), problem };
    await sendMessage(storage, { queueName, message });
    context.error(
      `${what}: ${problem} Given up after ${MAX_ATTEMPTS} attempts; it is in ${queueName}.`,
    );
  }
}

function toMessage<Item>({ item, ...rest }: Notification<Item>, itemName: string): object {
  return { ...rest, [itemName]: item };
}

function toNotification<Item>(message: unknown, itemName: string): Notification<Item> {
  const { [itemName]: item, ...rest } = message as Record<string, unknown>;
  return { ...rest, item } as Notification<Item>;
}
