import type { TransactionAction } from "@azure/data-tables";
import { readRow } from "../storage/readRow";
import type { Storage } from "../storage/storage";

const JOB = "job";
const INDEX_DIGITS = 3;
/** A transaction, in which a job is stored whole or not at all, has at most 100 rows. */
const MAX_CHUNKS = 99;

/** Where jobs are kept. It names what is in storage already: it does not change. */
export interface JobTableDefinition {
  /** Table of the jobs: 3 to 63 letters and digits. */
  readonly table: string;
  /** What the items of a job are called together, in messages and in keys of rows. */
  readonly itemsName: string;
  /** What its results are called, in keys of rows and as the property that holds them. */
  readonly resultsName: string;
  /**
   * How many items are stored in one row, and worked on before their results are stored: 1 or more. A
   * row's property holds 32,768 characters of JSON, and a job at most 99 rows of items.
   */
  readonly itemsPerChunk: number;
}

/** One job: its items in chunks, and a row of results for each chunk that is done. */
export interface Job {
  readonly jobId: string;
  readonly chunkCount: number;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
}

/** The jobs of one long-running operation, each with its items and results. */
export class JobTable<Item, Result> {
  readonly #storage: Storage;
  readonly #definition: JobTableDefinition;

  constructor(storage: Storage, definition: JobTableDefinition) {
    this.#storage = storage;
    this.#definition = definition;
  }

  /**
   * Stores a job whole, or not at all. A library's second try, after a lost response, changes nothing.
   *
   * @throws RangeError when it has more items than 99 chunks hold
   */
  async add(jobId: string, items: readonly Item[]): Promise<void> {
    const chunks = chunksOf(items, this.#definition.itemsPerChunk);
    const rows = chunks.map((chunk, index): TransactionAction => {
      const keys = { partitionKey: jobId, rowKey: this.#itemsKey(index) };
      return ["upsert", { ...keys, items: JSON.stringify(chunk) }, "Replace"];
    });
    const createdAt = new Date().toISOString();
    const job = { partitionKey: jobId, rowKey: JOB, chunkCount: chunks.length, createdAt };
    const whole: TransactionAction[] = [["upsert", job, "Replace"], ...rows];
    await this.#storage.table(this.#definition.table, (table) => table.submitTransaction(whole));
  }

  /** The job with an id; undefined when there is none. */
  async find(jobId: string): Promise<Job | undefined> {
    const row = await this.#storage.table(this.#definition.table, (table) =>
      readRow<Omit<Job, "jobId">>(table, jobId, JOB),
    );
    return row && { jobId, chunkCount: row.chunkCount, createdAt: row.createdAt };
  }

  /** The items of one chunk. */
  async readItems({ jobId }: Job, index: number): Promise<Item[]> {
    const { items } = await this.#storage.table(this.#definition.table, (table) =>
      table.getEntity<{ items: string }>(jobId, this.#itemsKey(index)),
    );
    return JSON.parse(items) as Item[];
  }

  /** Stores the results of one chunk. They are the same each time, so it may be done twice. */
  async storeResults({ jobId }: Job, index: number, results: readonly Result[]): Promise<void> {
    const { table: tableName, resultsName } = this.#definition;
    const keys = { partitionKey: jobId, rowKey: this.#resultsKey(index) };
    const row = { ...keys, [resultsName]: JSON.stringify(results) };
    await this.#storage.table(tableName, (table) => table.upsertEntity(row, "Replace"));
  }

  /** Which chunks are done, by their index. */
  async chunksDone(job: Job): Promise<ReadonlySet<number>> {
    const rows = await this.#resultRows(job, ["RowKey"]);
    return new Set(rows.map(({ index }) => index));
  }

  /** The results of the chunks that are done, in the order of the items. */
  async readResults(job: Job): Promise<Result[]> {
    const rows = await this.#resultRows(job, ["RowKey", this.#definition.resultsName]);
    return rows.flatMap(({ results }) => JSON.parse(results) as Result[]);
  }

  /** In the order of their chunks, which is that of their keys. */
  #resultRows({ jobId, chunkCount }: Job, select: string[]) {
    const { table: tableName, resultsName } = this.#definition;
    const range = `RowKey ge '${this.#resultsKey(0)}' and RowKey lt '${this.#resultsKey(chunkCount)}'`;
    const filter = `PartitionKey eq '${jobId}' and ${range}`;
    return this.#storage.table(tableName, async (table) => {
      const rows = table.listEntities<Record<string, string>>({ queryOptions: { filter, select } });
      const read: { readonly index: number; readonly results: string }[] = [];
      for await (const { rowKey, [resultsName]: results } of rows) {
        read.push({
          index: Number(String(rowKey).slice(-INDEX_DIGITS)),
          results: String(results),
        });
      }
      return read;
    });
  }

  #itemsKey(index: number): string {
    return keyOf(this.#definition.itemsName, index);
  }

  #resultsKey(index: number): string {
    return keyOf(this.#definition.resultsName, index);
  }
}

function chunksOf<Item>(items: readonly Item[], itemsPerChunk: number): Item[][] {
  const count = Math.ceil(items.length / itemsPerChunk);
  if (count > MAX_CHUNKS) {
    throw new RangeError(
      `A job of ${items.length} items does not fit into ${MAX_CHUNKS} chunks of ${itemsPerChunk}. ` +
        "Limit the items in the operation's contract, or raise itemsPerChunk.",
    );
  }
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * itemsPerChunk, (index + 1) * itemsPerChunk),
  );
}

function keyOf(prefix: string, index: number): string {
  return `${prefix}-${String(index).padStart(INDEX_DIGITS, "0")}`;
}
