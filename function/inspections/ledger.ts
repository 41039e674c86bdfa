import { setTimeout as delay } from "node:timers/promises";
import type { TableClient } from "@azure/data-tables";
import { Problem } from "../http/problem";
import type { Storage } from "../storage/storage";
import { isConflict } from "../storage/storageError";
import { claimsOf, fingerprintOf, type Identity } from "./claims";
import type { Inspection } from "./inspection";
import {
  readClaim,
  readEntries,
  readHead,
  readInspection,
  readInspectionById,
  transactionOf,
  type Cursor,
  type Entry,
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
   * The inspection that a call with this identity has recorded before; undefined if none has.
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
  append(inspection: Inspection, identity: Identity): Promise<Inspection> {
    const appending = this.#last.then(() => this.#append(inspection, identity));
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

  /** The inspection with an id; undefined when none is recorded. */
  byId(inspectionId: string): Promise<Inspection | undefined> {
    return this.#storage.table(TABLE, (table) => readInspectionById(table, inspectionId));
  }

  async #append(inspection: Inspection, identity: Identity): Promise<Inspection> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const stored = await this.#storage.table(TABLE, (table) =>
        tryToAppend(table, inspection, identity),
      );
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
  inspection: Inspection,
  identity: Identity,
): Promise<Inspection | undefined> {
  try {
    await table.submitTransaction(transactionOf(await readHead(table), inspection, identity));
    return inspection;
  } catch (error) {
    if (!isConflict(error)) throw error;
    // That call, or one whose answer was lost, may have stored this very inspection.
    return find(table, identity);
  }
}

async function find(table: TableClient, identity: Identity): Promise<Inspection | undefined> {
  for (const { rowKey, status, problem } of claimsOf(identity)) {
    const claim = await readClaim(table, rowKey);
    if (!claim) continue;
    if (claim.fingerprint !== fingerprintOf(identity)) throw new Problem(status, problem);
    return readInspection(table, claim.position);
  }
  return undefined;
}
