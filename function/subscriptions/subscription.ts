import type { Storage } from "../storage/storage";
import { statusOf } from "../storage/statusOf";

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

/** Stores a subscription. */
export async function addSubscription(
  storage: Storage,
  { subscriptionId, ...row }: Subscription,
): Promise<void> {
  const table = await storage.table(TABLE);
  await table.createEntity({ partitionKey: PARTITION, rowKey: subscriptionId, ...row });
}

/** Ends a subscription; one that is not there is ended already. */
export async function removeSubscription(storage: Storage, subscriptionId: string): Promise<void> {
  const table = await storage.table(TABLE);
  try {
    await table.deleteEntity(PARTITION, subscriptionId);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

export async function findSubscription(
  storage: Storage,
  subscriptionId: string,
): Promise<Subscription | undefined> {
  const table = await storage.table(TABLE);
  try {
    return subscriptionOf(subscriptionId, await table.getEntity<Row>(PARTITION, subscriptionId));
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** Every subscription, one after the other. */
export async function* listSubscriptions(storage: Storage): AsyncGenerator<Subscription> {
  const table = await storage.table(TABLE);
  for await (const row of table.listEntities<Row>()) {
    yield subscriptionOf(String(row.rowKey), row);
  }
}

function subscriptionOf(
  subscriptionId: string,
  { callbackUrl, turbineId, createdAt }: Row,
): Subscription {
  return { subscriptionId, callbackUrl, ...(turbineId !== undefined && { turbineId }), createdAt };
}
