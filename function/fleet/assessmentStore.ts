import type { TableClient, TransactionAction } from "@azure/data-tables";
import { statusOf } from "../storage/statusOf";
import type { Storage } from "../storage/storage";
import type { FleetItem, ItemVerdict } from "./assess";

const TABLE = "fleetassessments";
/** As many as fit a property of a table's row, which holds 32,768 characters, however bad they are. */
const ITEMS_PER_CHUNK = 50;
const JOB = "job";

/** One assessment: its fleet in chunks, and a row of verdicts for each chunk that is done. */
export interface Job {
  readonly assessmentId: string;
  readonly chunkCount: number;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
}

/** Stores a fleet whole, or not at all. */
export async function storeFleet(
  storage: Storage,
  assessmentId: string,
  items: readonly FleetItem[],
): Promise<void> {
  const table = await storage.table(TABLE);
  const chunks = chunksOf(items);
  const rows: TransactionAction[] = chunks.map((chunk, index) => [
    "create",
    { partitionKey: assessmentId, rowKey: fleetKey(index), items: JSON.stringify(chunk) },
  ]);
  const createdAt = new Date().toISOString();
  const job = { partitionKey: assessmentId, rowKey: JOB, chunkCount: chunks.length, createdAt };
  await table.submitTransaction([["create", job], ...rows]);
}

export async function findJob(storage: Storage, assessmentId: string): Promise<Job | undefined> {
  const table = await storage.table(TABLE);
  const row = await readRow<{ chunkCount: number; createdAt: string }>(table, assessmentId, JOB);
  return row && { assessmentId, chunkCount: row.chunkCount, createdAt: row.createdAt };
}

/** The turbines of one chunk. */
export async function readFleet(
  storage: Storage,
  assessmentId: string,
  index: number,
): Promise<FleetItem[]> {
  const table = await storage.table(TABLE);
  const row = await table.getEntity<{ items: string }>(assessmentId, fleetKey(index));
  return JSON.parse(row.items) as FleetItem[];
}

/** Stores the verdicts of one chunk. They are the same each time, so it may be done twice. */
export async function storeVerdicts(
  storage: Storage,
  { assessmentId }: Job,
  index: number,
  verdicts: readonly ItemVerdict[],
): Promise<void> {
  const table = await storage.table(TABLE);
  const row = { partitionKey: assessmentId, rowKey: verdictsKey(index) };
  await table.upsertEntity({ ...row, verdicts: JSON.stringify(verdicts) }, "Replace");
}

/** The verdicts of the chunks that are done, by the index of their chunk. */
export async function readVerdicts(
  storage: Storage,
  { assessmentId }: Job,
): Promise<ReadonlyMap<number, ItemVerdict[]>> {
  const table = await storage.table(TABLE);
  const range = `RowKey ge '${verdictsKey(0)}' and RowKey le '${verdictsKey(999)}'`;
  const filter = `PartitionKey eq '${assessmentId}' and ${range}`;
  const done = new Map<number, ItemVerdict[]>();
  for await (const row of table.listEntities<{ verdicts: string }>({ queryOptions: { filter } })) {
    const index = Number(String(row.rowKey).slice(-3));
    done.set(index, JSON.parse(row.verdicts) as ItemVerdict[]);
  }
  return done;
}

async function readRow<Row extends object>(table: TableClient, partition: string, key: string) {
  try {
    return await table.getEntity<Row>(partition, key);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

function chunksOf(items: readonly FleetItem[]): FleetItem[][] {
  const count = Math.ceil(items.length / ITEMS_PER_CHUNK);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * ITEMS_PER_CHUNK, (index + 1) * ITEMS_PER_CHUNK),
  );
}

function fleetKey(index: number): string {
  return `fleet-${String(index).padStart(3, "0")}`;
}

function verdictsKey(index: number): string {
  return `verdicts-${String(index).padStart(3, "0")}`;
}
