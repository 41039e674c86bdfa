import { setTimeout as delay } from "node:timers/promises";
import { Problem } from "../http/problem";
import type { Storage } from "../storage/storage";
import { isConflict } from "../storage/storageError";
import { fingerprintOf, keyRowsOf, type Identity } from "./idempotencyKeys";
import {
  LedgerTable,
  type Cursor,
  type Entry,
  type Filter,
  type LedgerDefinition,
  type Recording,
} from "./ledgerTable";

const MAX_ATTEMPTS = 50;
const LONGEST_PAUSE_MS = 200;

/**
 * Items in one order for all readers.
 *
 * Each takes the next position in the transaction that stores it. So no position is ever filled
 * behind a reader's back, whatever the clocks say and however many are recorded at once.
 */
export class Ledger<Item extends object> {
  readonly #storage: Storage;
  readonly #definition: LedgerDefinition<Item>;

  constructor(storage: Storage, definition: LedgerDefinition<Item>) {
    this.#storage = storage;
    this.#definition = definition;
  }

  /**
   * The item that a call with this identity has recorded before; undefined if none has. A key that
   * is new to it stands for it from now on.
   *
   * @throws Problem 409 or 422 when its id or key was used for another content
   */
  find(identity: Identity): Promise<Item | undefined> {
    return this.#use((table) => this.#findIn(table, identity));
  }

  /**
   * Stores an item, or finds the one that a call with the same identity has stored.
   *
   * @throws Problem 409 or 422 as `find` does, 503 when too many write at once
   */
  append(recording: Recording<Item>): Promise<Item> {
    // Calls of one app go one by one: they would only make each other try again.
    return this.#storage.inTurn(this.#definition.table, () => this.#append(recording));
  }

  /** The newest place, from which a reader sees only what comes after. */
  async end(): Promise<Cursor> {
    const { epoch, position } = await this.#use((table) => table.readHead());
    return { epoch, position };
  }

  /** The entries after a position, in order, at most `limit` of them. @param filter @default {} */
  after(position: number, limit: number, filter: Filter = {}): Promise<Entry<Item>[]> {
    return this.#use((table) => table.readEntries(position, limit, filter));
  }

  /** The entry of the item with an id; undefined when none is recorded. */
  byId(itemId: string): Promise<Entry<Item> | undefined> {
    return this.#use((table) => table.readEntryById(itemId));
  }

  #use<Result>(use: (table: LedgerTable<Item>) => Promise<Result>): Promise<Result> {
    const definition = this.#definition;
    return this.#storage.table(definition.table, (table) =>
      use(new LedgerTable(table, definition)),
    );
  }

  async #append(recording: Recording<Item>): Promise<Item> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const stored = await this.#use((table) => this.#tryToAppend(table, recording));
      if (stored) return stored;
      await delay(Math.random() * Math.min(2 ** attempt * 5, LONGEST_PAUSE_MS));
    }
    const { itemName, itemsName = `${itemName}s` } = this.#definition;
    throw new Problem(503, `Too many ${itemsName} are recorded at once. Try again.`, {
      headers: { "retry-after": "5" },
    });
  }

  /** The item as it is stored now; undefined when another call has moved the head meanwhile. */
  async #tryToAppend(
    table: LedgerTable<Item>,
    recording: Recording<Item>,
  ): Promise<Item | undefined> {
    try {
      await table.append(await table.readHead(), recording);
      return recording.item;
    } catch (error) {
      if (!isConflict(error)) throw error;
      // That call, or one whose response was lost, may have stored this very item.
      return this.#findIn(table, recording.identity);
    }
  }

  async #findIn(table: LedgerTable<Item>, identity: Identity): Promise<Item | undefined> {
    const newKeys: string[] = [];
    for (const { rowKey, status, problem } of keyRowsOf(identity, this.#definition.itemName)) {
      const key = await table.readKey(rowKey);
      if (!key) {
        newKeys.push(rowKey);
        continue;
      }
      if (key.fingerprint !== fingerprintOf(identity)) throw new Problem(status, problem);
      return this.#withKeys(table, { identity, newKeys, position: key.position });
    }
    return undefined;
  }

  /** What is stored at a position, once the keys stand for it too. */
  async #withKeys(
    table: LedgerTable<Item>,
    {
      identity,
      newKeys,
      position,
    }: { readonly identity: Identity; readonly newKeys: string[]; readonly position: number },
  ): Promise<Item | undefined> {
    try {
      for (const rowKey of newKeys) await table.addKey(rowKey, position, identity);
    } catch (error) {
      if (!isConflict(error)) throw error;
      // Another call has reserved the key since, with this content or with another.
      return this.#findIn(table, identity);
    }
    return (await table.readEntry(position))?.item;
  }
}
