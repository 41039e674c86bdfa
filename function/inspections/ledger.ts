import { createHash, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { TableClient, TableEntityResult, TransactionAction } from "@azure/data-tables";
import { Problem } from "../http/problem";
import { statusOf } from "../storage/statusOf";
import type { Storage } from "../storage/storage";
import type { Inspection } from "./inspection";

const TABLE = "inspections";
/** One partition, since only within one can rows be written together or not at all. */
const PARTITION = "ledger";
const HEAD = "head";
/** Of a ledger without entries. The first entry begins a real one, so all that follow are new. */
const NO_EPOCH = "00000000-0000-0000-0000-000000000000";
const POSITION_DIGITS = 15;
/** After all keys of inspections, before all others. */
const AFTER_POSITIONS = "at.";
const MAX_ATTEMPTS = 50;
const LONGEST_PAUSE_MS = 200;

/** How far a reader has come. */
export interface Cursor {
  /** Names the ledger. One that was lost and begun anew has another. */
  readonly epoch: string;
  /** The last inspection that the reader has seen; 0 for none. */
  readonly position: number;
}

/** An inspection at its place. */
export interface Entry {
  readonly position: number;
  readonly inspection: Inspection;
}

interface Head extends Cursor {
  /** @default there is no head yet */
  readonly etag?: string;
}

/** What makes a call the repetition of another: equal keys must come with equal content. */
export interface Identity {
  /** The caller's `Idempotency-Key`. @default none was given */
  readonly idempotencyKey: string | undefined;
  readonly inspectionId: string;
  /** What the caller sent, in a form that is the same for the same content. */
  readonly content: string;
}

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

  /** The inspection that a call with this identity has recorded before; undefined if none has. */
  async find(identity: Identity): Promise<Inspection | undefined> {
    const table = await this.#storage.table(TABLE);
    for (const { rowKey, status, problem } of claimsOf(identity)) {
      const claim = await readRow(table, rowKey);
      if (!claim) continue;
      if (claim["fingerprint"] !== digestOf(identity.content)) throw new Problem(status, problem);
      return this.#at(Number(claim["position"]));
    }
    return undefined;
  }

  /**
   * Stores an inspection, or finds the one that a call with the same identity has stored.
   *
   * @throws Problem 409 or 422 when the identity was used for another content, 503 when too many write at once.
   */
  append(inspection: Inspection, identity: Identity): Promise<Inspection> {
    const appending = this.#last.then(() => this.#append(inspection, identity));
    this.#last = appending.catch(() => undefined);
    return appending;
  }

  /** The newest place, from which a reader sees only what comes after. */
  async end(): Promise<Cursor> {
    const table = await this.#storage.table(TABLE);
    const { epoch, position } = await readHead(table);
    return { epoch, position };
  }

  /** The entries after a position, in order, at most `limit` of them. */
  async after(position: number, limit: number, turbineId?: string): Promise<Entry[]> {
    const table = await this.#storage.table(TABLE);
    const range = `PartitionKey eq '${PARTITION}' and RowKey gt '${rowKeyAt(position)}' and RowKey lt '${AFTER_POSITIONS}'`;
    const filter = turbineId === undefined ? range : `${range} and turbineId eq '${turbineId}'`;
    const entries: Entry[] = [];
    for await (const row of table.listEntities({ queryOptions: { filter } })) {
      entries.push(entryOf(row));
      if (entries.length === limit) break;
    }
    return entries;
  }

  async byId(inspectionId: string): Promise<Inspection | undefined> {
    const claim = await readRow(await this.#storage.table(TABLE), rowKeyOf(inspectionId));
    return claim && this.#at(Number(claim["position"]));
  }

  async #at(position: number): Promise<Inspection | undefined> {
    const row = await readRow(await this.#storage.table(TABLE), rowKeyAt(position));
    return row && entryOf(row).inspection;
  }

  async #append(inspection: Inspection, identity: Identity): Promise<Inspection> {
    const table = await this.#storage.table(TABLE);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const head = await readHead(table);
      try {
        await table.submitTransaction(transactionOf(head, inspection, identity));
        return inspection;
      } catch (error) {
        // Another call has moved the head, or has stored the same inspection.
        if (![404, 409, 412].includes(statusOf(error) ?? 0)) throw error;
        const stored = await this.find(identity);
        if (stored) return stored;
        await delay(Math.random() * Math.min(2 ** attempt * 5, LONGEST_PAUSE_MS));
      }
    }
    throw new Problem(503, "Too many inspections are recorded at once. Try again.", {
      headers: { "retry-after": "5" },
    });
  }
}

function transactionOf(
  { epoch: lastEpoch, position: last, etag }: Head,
  inspection: Inspection,
  identity: Identity,
): TransactionAction[] {
  const position = last + 1;
  const epoch = etag === undefined ? randomUUID() : lastEpoch;
  const inPartition = <Row extends object>(rowKey: string, row: Row) => ({
    partitionKey: PARTITION,
    rowKey,
    ...row,
  });
  const head = inPartition(HEAD, { epoch, position: String(position) });
  const fingerprint = digestOf(identity.content);
  return [
    etag === undefined ? ["create", head] : ["update", head, "Replace", { etag }],
    ["create", inPartition(rowKeyAt(position), rowOf(inspection))],
    ...claimsOf(identity).map(({ rowKey }): TransactionAction => [
      "create",
      inPartition(rowKey, { position: String(position), fingerprint }),
    ]),
  ];
}

/** The rows that keep an identity from being used twice, and what to say to who tries. */
function claimsOf({ idempotencyKey, inspectionId }: Identity) {
  const byId = {
    rowKey: rowKeyOf(inspectionId),
    status: 409,
    problem: `The inspection ${inspectionId} is recorded already, with other content. Choose another id.`,
  } as const;
  if (idempotencyKey === undefined) return [byId];
  const byKey = {
    // A key may hold any characters, a row's key may not.
    rowKey: `key-${digestOf(idempotencyKey)}`,
    status: 422,
    problem: "The Idempotency-Key was used for another inspection. Choose a new key for each.",
  } as const;
  return [byKey, byId];
}

async function readHead(table: TableClient): Promise<Head> {
  const row = await readRow(table, HEAD);
  if (!row) return { epoch: NO_EPOCH, position: 0 };
  return { epoch: String(row["epoch"]), position: Number(row["position"]), etag: row.etag };
}

async function readRow(
  table: TableClient,
  rowKey: string,
): Promise<TableEntityResult<Record<string, unknown>> | undefined> {
  try {
    return await table.getEntity(PARTITION, rowKey);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** As JSON, which keeps every number as it is; the turbine beside it, to be searched by. */
function rowOf(inspection: Inspection): { turbineId: string; inspection: string } {
  return { turbineId: inspection.turbineId, inspection: JSON.stringify(inspection) };
}

function entryOf(row: Record<string, unknown>): Entry {
  return {
    position: Number(String(row["rowKey"]).slice("at-".length)),
    inspection: JSON.parse(String(row["inspection"])) as Inspection,
  };
}

function rowKeyAt(position: number): string {
  return `at-${String(position).padStart(POSITION_DIGITS, "0")}`;
}

function rowKeyOf(inspectionId: string): string {
  return `id-${inspectionId}`;
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
