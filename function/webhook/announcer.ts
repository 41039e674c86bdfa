import { randomUUID } from "node:crypto";
import type { QueueWorker } from "../contract/queueWorker";
import { sendMessage } from "../storage/messages";
import type { Storage } from "../storage/storage";
import { sendNotification } from "./delivery";
import { SubscriptionTable, type Subscription } from "./subscriptionTable";
import type { WebhookDefinition } from "./webhookDefinition";

/**
 * With the waits between, 34 minutes. By then the call that announced it has ended: the host lets none
 * run for more than 30 (functionTimeout of Flex Consumption; 5 on Consumption).
 * https://learn.microsoft.com/azure/azure-functions/functions-host-json#functiontimeout
 */
const MAX_LOOKS = 11;

interface Announcement {
  readonly itemId: string;
  /** Stored with the item by the call that announced it. */
  readonly announcementId: string;
  /** How often it was looked for before. */
  readonly looks: number;
}

/**
 * Announces an item that may be stored a moment later.
 *
 * @returns what is to be stored with it. An announcement whose call did not store the item sends
 *   nothing, so calls that are repeated until one succeeds send it once.
 */
export async function announceItem<Item>(
  definition: WebhookDefinition<Item>,
  storage: Storage,
  itemId: string,
): Promise<string> {
  const announcementId = randomUUID();
  await announce(definition, storage, { itemId, announcementId, looks: 0 });
  return announcementId;
}

/** Puts each announced item on its way to every subscriber that wants it. */
export function announcer<Item>(definition: WebhookDefinition<Item>): QueueWorker {
  const { itemName, announcements, find } = definition;
  return {
    name: announcements.functionName,
    queueName: announcements.queueName,
    async handle(message, services, context) {
      const { itemId, announcementId, looks } = announcementOf(message, itemName);
      const stored = await find(itemId, services);
      if (stored) {
        // Another call may have used the id first; if it announced something, it did so itself.
        if (stored.announcementId === announcementId) {
          await sendToSubscribers(definition, services.storage, stored.item);
        }
      } else if (looks < MAX_LOOKS) {
        const again = { itemId, announcementId, looks: looks + 1 };
        await announce(definition, services.storage, again, 2 ** looks);
      } else {
        context.warn(`The ${itemName} ${itemId} was announced, but never recorded.`);
      }
    },
  };
}

async function announce<Item>(
  { itemName, announcements: { queueName } }: WebhookDefinition<Item>,
  storage: Storage,
  { itemId, ...rest }: Announcement,
  delaySeconds = 0,
): Promise<void> {
  const message = { [`${itemName}Id`]: itemId, ...rest };
  await sendMessage(storage, { queueName, message, delaySeconds });
}

function announcementOf(message: unknown, itemName: string): Announcement {
  const announcement = message as Announcement & Readonly<Record<string, string>>;
  return { ...announcement, itemId: announcement[`${itemName}Id`] ?? "" };
}

async function sendToSubscribers<Item>(
  definition: WebhookDefinition<Item>,
  storage: Storage,
  item: Item,
): Promise<void> {
  for (const subscription of await new SubscriptionTable(storage, definition).list()) {
    if (!isWanted(item, subscription, definition)) continue;
    const { subscriptionId } = subscription;
    await sendNotification(definition, storage, { subscriptionId, item, attempt: 1 });
  }
}

function isWanted<Item>(
  item: Item,
  { filter }: Subscription,
  { filterBy = [] }: WebhookDefinition<Item>,
): boolean {
  return filterBy.every((name) => filter[name] === undefined || filter[name] === item[name]);
}
