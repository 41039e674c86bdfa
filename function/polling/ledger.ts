import { setTimeout as delay } from "node:timers/promises";
import type { TableClient } from "@azure/data-tables";
import { Problem } from "../http/problem";
import type { Storage } from "../storage/storage";
import { isConflict } from "../storage/storageError";
import { claimsOf, fingerprintOf, type Identity } from "./claims";
import type { Inspection } from "../turbineRepair/inspections/inspection";
import {
  addClaim,
  readClaim,
  readEntries,
  readEntry,
  readEntryById,
  readHead,
  transactionOf,
  type Cursor,
  type Entry,
  type Recording,
} from "./ledgerTable";

const TABLE = "inspections";
const MAX_ATTEMPTS = 50;
const LONGEST_PAUSE_MS = 200;

/**
 * Inspections in one order for all readers.
 *
 * Each takes the next position in the transaction that stores it. So no position is ever filled
 * behind a reader's back, whatever the clocks say and however many are recorded at once.
 */
export class Ledger {
  readonly #storage: Storage;
  /** Calls of this instance go one by one: they would only make each other try again. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * The inspection that a call with this identity has recorded before; undefined if none has. A key
   * that is new to it stands for it from now on.
   *
   * @throws Problem 409 or 422 when its id or key was used for another content
   */
  find(identity: Identity): Promise<Inspection | undefined> {
    return this.#storage.table(TABLE, (table) => find(table, identity));
  }

  /**
   * Stores an inspection, or finds the one that a call with the same identity has stored.
   *
   * @throws Problem 409 or 422 as `find` does, 503 when too many write at once
   */
  append(recording: Recording): Promise<Inspection> {
    const appending = this.#last.then(() => this.#append(recording));
    this.#last = appending.catch(() => undefined);
    return appending;
  }

  /** The newest place, from which a reader sees only what comes after. */
  async end(): Promise<Cursor> {
    const { epoch, position } = await this.#storage.table(TABLE, readHead);
    return { epoch, position };
  }

  /** The entries after a position, in order, at most `limit` of them; of all turbines or of one. */
  after(position: number, limit: number, turbineId?: string): Promise<Entry[]> {
    return this.#storage.table(TABLE, (table) =>
      readEntries(table, { position, limit, turbineId }),
    );
  }

  /** The entry of the inspection with an id; undefined when none is recorded. */
  byId(inspectionId: string): Promise<Entry | undefined> {
    return this.#storage.table(TABLE, (table) => readEntryById(table, inspectionId));
  }

  async #append(recording: Recording): Promise<Inspection> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const stored = await this.#storage.table(TABLE, (table) => tryToAppend(table, recording));
      if (stored) return stored;
      await delay(Math.random() * Math.min(2 ** attempt * 5, LONGEST_PAUSE_MS));
    }
    throw new Problem(503, "Too many inspections are recorded at once. Try again.", {
      headers: { "retry-after": "5" },
    });
  }
}

/** The inspection as it is stored now; undefined when another call has moved the head meanwhile. */
async function tryToAppend(
  table: TableClient,
  recording: Recording,
): Promise<Inspection | undefined> {
  try {
    await table.submitTransaction(transactionOf(await readHead(table), recording));
    return recording.inspection;
  } catch (error) {
    if (!isConflict(error)) throw error;
    // That call, or one whose answer was lost, may have stored this very inspection.
    return find(table, recording.identity);
  }
}

async function find(table: TableClient, identity: Identity): Promise<Inspection | undefined> {
  const newKeys: string[] = [];
  for (const { rowKey, status, problem } of claimsOf(identity)) {
    const claim = await readClaim(table, rowKey);
    if (!claim) {
      newKeys.push(rowKey);
      continue;
    }
    if (claim.fingerprint !== fingerprintOf(identity)) throw new Problem(status, problem);
    return withKeys(table, { identity, newKeys, position: claim.position });
  }
  return undefined;
}

/** What is stored at a position, once the keys stand for it too. */
async function withKeys(
  table: TableClient,
  {
    identity,
    newKeys,
    position,
  }: { readonly identity: Identity; readonly newKeys: string[]; readonly position: number },
): Promise<Inspection | undefined> {
  try {
    for (const rowKey of newKeys) await addClaim(table, rowKey, position, identity);
  } catch (error) {
    if (!isConflict(error)) throw error;
    // Another call has the key since, with this content or with another.
    return find(table, identity);
  }
  return (await readEntry(table, position))?.inspection;
}
