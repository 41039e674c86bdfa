import type { TransactionAction } from "@azure/data-tables";
import { readRow } from "../storage/readRow";
import type { Storage } from "../storage/storage";
import type { FleetItem, ItemVerdict } from "../turbineRepair/fleet/assess";

const TABLE = "fleetassessments";
/**
 * A row's property holds 32,768 characters. An item takes at most about 1,150, when it is as bad as
 * can be and each shown character of it is escaped.
 */
const ITEMS_PER_CHUNK = 25;
const JOB = "job";
const INDEX_DIGITS = 3;

/** One assessment: its fleet in chunks, and a row of verdicts for each chunk that is done. */
export interface Job {
  readonly assessmentId: string;
  readonly chunkCount: number;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
}

/** Stores a fleet whole, or not at all. A library's second try, after a lost answer, changes nothing. */
export async function storeFleet(
  storage: Storage,
  assessmentId: string,
  items: readonly FleetItem[],
): Promise<void> {
  const chunks = chunksOf(items);
  const rows = chunks.map((chunk, index): TransactionAction => [
    "upsert",
    { partitionKey: assessmentId, rowKey: fleetKey(index), items: JSON.stringify(chunk) },
    "Replace",
  ]);
  const createdAt = new Date().toISOString();
  const job = { partitionKey: assessmentId, rowKey: JOB, chunkCount: chunks.length, createdAt };
  const whole: TransactionAction[] = [["upsert", job, "Replace"], ...rows];
  await storage.table(TABLE, (table) => table.submitTransaction(whole));
}

/** The assessment with an id; undefined when there is none. */
export async function findJob(storage: Storage, assessmentId: string): Promise<Job | undefined> {
  const row = await storage.table(TABLE, (table) =>
    readRow<Omit<Job, "assessmentId">>(table, assessmentId, JOB),
  );
  return row && { assessmentId, chunkCount: row.chunkCount, createdAt: row.createdAt };
}

/** The turbines of one chunk. */
export async function readFleet(
  storage: Storage,
  { assessmentId }: Job,
  index: number,
): Promise<FleetItem[]> {
  const { items } = await storage.table(TABLE, (table) =>
    table.getEntity<{ items: string }>(assessmentId, fleetKey(index)),
  );
  return JSON.parse(items) as FleetItem[];
}

/** Stores the verdicts of one chunk. They are the same each time, so it may be done twice. */
export async function storeVerdicts(
  storage: Storage,
  { assessmentId }: Job,
  index: number,
  verdicts: readonly ItemVerdict[],
): Promise<void> {
  const keys = { partitionKey: assessmentId, rowKey: verdictsKey(index) };
  const row = { ...keys, verdicts: JSON.stringify(verdicts) };
  await storage.table(TABLE, (table) => table.upsertEntity(row, "Replace"));
}

/** Which chunks are done, by their index. */
export async function chunksDone(storage: Storage, job: Job): Promise<ReadonlySet<number>> {
  const rows = await verdictRows(storage, job, ["RowKey"]);
  return new Set(rows.map(({ index }) => index));
}

/** The verdicts of the chunks that are done, in the order of the fleet. */
export async function readVerdicts(storage: Storage, job: Job): Promise<ItemVerdict[]> {
  const rows = await verdictRows(storage, job, ["RowKey", "verdicts"]);
  return rows.flatMap(({ verdicts }) => JSON.parse(verdicts) as ItemVerdict[]);
}

/** In the order of their chunks, which is that of their keys. */
function verdictRows(
  storage: Storage,
  { assessmentId, chunkCount }: Job,
  select: string[],
): Promise<{ readonly index: number; readonly verdicts: string }[]> {
  const range = `RowKey ge '${verdictsKey(0)}' and RowKey lt '${verdictsKey(chunkCount)}'`;
  const filter = `PartitionKey eq '${assessmentId}' and ${range}`;
  return storage.table(TABLE, async (table) => {
    const rows = table.listEntities<{ verdicts: string }>({ queryOptions: { filter, select } });
    const read = [];
    for await (const { rowKey, verdicts } of rows) {
      read.push({ index: Number(String(rowKey).slice(-INDEX_DIGITS)), verdicts });
    }
    return read;
  });
}

function chunksOf(items: readonly FleetItem[]): FleetItem[][] {
  const count = Math.ceil(items.length / ITEMS_PER_CHUNK);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * ITEMS_PER_CHUNK, (index + 1) * ITEMS_PER_CHUNK),
  );
}

function fleetKey(index: number): string {
  return `fleet-${String(index).padStart(INDEX_DIGITS, "0")}`;
}

function verdictsKey(index: number): string {
  return `verdicts-${String(index).padStart(INDEX_DIGITS, "0")}`;
}
