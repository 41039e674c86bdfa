import { readRow } from "../storage/readRow";
import type { Storage } from "../storage/storage";
import { isRowMissing } from "../storage/storageError";

const TABLE = "repairsubscriptions";
const PARTITION = "subscription";

/** Who wants to hear of recommended repairs. */
export interface Subscription {
  readonly subscriptionId: string;
  /** Carries a signature of the platform's: it is in no log and in no answer. */
  readonly callbackUrl: string;
  /** @default all turbines */
  readonly turbineId?: string;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
}

type Row = Omit<Subscription, "subscriptionId">;

/** Stores a subscription. Its id is new; a library's second try, after a lost answer, changes nothing. */
export async function addSubscription(
  storage: Storage,
  { subscriptionId, ...row }: Subscription,
): Promise<void> {
  const keys = { partitionKey: PARTITION, rowKey: subscriptionId };
  await storage.table(TABLE, (table) => table.upsertEntity({ ...keys, ...row }, "Replace"));
}

/** Ends a subscription; one that is not there is ended already. */
export async function removeSubscription(storage: Storage, subscriptionId: string): Promise<void> {
  await storage.table(TABLE, async (table) => {
    try {
      await table.deleteEntity(PARTITION, subscriptionId);
    } catch (error) {
      if (!isRowMissing(error)) throw error;
    }
  });
}

/** The subscription with an id; undefined when it is ended, or never was. */
export async function findSubscription(
  storage: Storage,
  subscriptionId: string,
): Promise<Subscription | undefined> {
  const row = await storage.table(TABLE, (table) => readRow<Row>(table, PARTITION, subscriptionId));
  return row && subscriptionOf(subscriptionId, row);
}

/** Every subscription in force. */
export function listSubscriptions(storage: Storage): Promise<Subscription[]> {
  return storage.table(TABLE, async (table) => {
    const subscriptions: Subscription[] = [];
    for await (const row of table.listEntities<Row>()) {
      subscriptions.push(subscriptionOf(String(row.rowKey), row));
    }
    return subscriptions;
  });
}

function subscriptionOf(
  subscriptionId: string,
  { callbackUrl, turbineId, createdAt }: Row,
): Subscription {
  return { subscriptionId, callbackUrl, ...(turbineId !== undefined && { turbineId }), createdAt };
}
