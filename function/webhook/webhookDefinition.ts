import type { Services } from "../contract/services";
import type { SignedAddress } from "../security/signedAddress";

/** A queue and the function that works on its messages. */
export interface WorkerNames {
  readonly functionName: string;
  readonly queueName: string;
}

/** An item as it is stored, and the id of its announcement. */
export interface StoredItem<Item> {
  readonly item: Item;
  /** What `announce` returned to the call that stored the item. Absent when it announced nothing. */
  readonly announcementId?: string;
}

/**
 * A webhook trigger: what subscribers are notified of. It names what is in storage and on queues
 * already: it does not change.
 */
export interface WebhookDefinition<Item> {
  /** What an item is called in the log, and the property of a queue's message that holds it. */
  readonly itemName: string;
  /** Table of the subscriptions: 3 to 63 letters and digits. */
  readonly table: string;
  /** Address that ends a subscription. */
  readonly address: SignedAddress;
  /** Finds the subscribers of an item that was announced. */
  readonly announcements: WorkerNames;
  /** Sends one item to one subscriber. */
  readonly deliveries: WorkerNames;
  /** Properties of an item, with texts as values, that subscribers can filter by. @default [] */
  readonly filterBy?: readonly (keyof Item & string)[];
  readonly idOf: (item: Item) => string;
  /** The item with an id; undefined as long as it is not stored. */
  readonly find: (itemId: string, services: Services) => Promise<StoredItem<Item> | undefined>;
}
