import { readRow } from "../storage/readRow";
import type { Storage } from "../storage/storage";
import { isRowMissing } from "../storage/storageError";

const PARTITION = "subscription";

/** Where subscriptions are kept, and what they can be filtered by. */
interface TableNames {
  readonly table: string;
  readonly filterBy?: readonly string[];
}

/** Where notifications are sent, and which ones. */
export interface Subscription {
  readonly subscriptionId: string;
  /** Carries a signature of the platform's: it is in no log and in no response. */
  readonly callbackUrl: string;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
  /** The value that each property of an item must have; one that it does not name may have any. */
  readonly filter: Readonly<Record<string, string>>;
}

type Row = Pick<Subscription, "callbackUrl" | "createdAt">;

/** The subscriptions of one webhook trigger. */
export class SubscriptionTable {
  readonly #storage: Storage;
  readonly #names: TableNames;

  constructor(storage: Storage, names: TableNames) {
    this.#storage = storage;
    this.#names = names;
  }

  /** Stores a subscription. Its id is new; a library's second try, after a lost response, changes nothing. */
  async add({ subscriptionId, filter, ...row }: Subscription): Promise<void> {
    const keys = { partitionKey: PARTITION, rowKey: subscriptionId };
    await this.#storage.table(this.#names.table, (table) =>
      table.upsertEntity({ ...keys, ...row, ...filter }, "Replace"),
    );
  }

  /** Ends a subscription; one that is not there is ended already. */
  async remove(subscriptionId: string): Promise<void> {
    await this.#storage.table(this.#names.table, async (table) => {
      try {
        await table.deleteEntity(PARTITION, subscriptionId);
      } catch (error) {
        if (!isRowMissing(error)) throw error;
      }
    });
  }

  /** The subscription with an id; undefined when it is ended, or never was. */
  async find(subscriptionId: string): Promise<Subscription | undefined> {
    const row = await this.#storage.table(this.#names.table, (table) =>
      readRow<Row>(table, PARTITION, subscriptionId),
    );
    return row && this.#subscriptionOf(subscriptionId, row);
  }

  /** Every subscription in force. */
  list(): Promise<Subscription[]> {
    return this.#storage.table(this.#names.table, async (table) => {
      const subscriptions: Subscription[] = [];
      for await (const row of table.listEntities<Row>()) {
        subscriptions.push(this.#subscriptionOf(String(row.rowKey), row));
      }
      return subscriptions;
    });
  }

  #subscriptionOf(subscriptionId: string, row: Row): Subscription {
    const { filterBy = [] } = this.#names;
    const filter = Object.entries(row).filter(([name]) => filterBy.includes(name));
    return {
      subscriptionId,
      callbackUrl: row.callbackUrl,
      createdAt: row.createdAt,
      filter: Object.fromEntries(filter),
    };
  }
}
