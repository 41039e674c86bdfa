import { randomUUID } from "node:crypto";
import type { TableClient, TransactionAction } from "@azure/data-tables";
import { readRow } from "../storage/readRow";
import { fingerprintOf, idRowKey, keyRowsOf, type Identity } from "./idempotencyKeys";

/** What a ledger holds, and where. It names what is in storage already: it does not change. */
export interface LedgerDefinition<Item> {
  /** Table of the ledger: 3 to 63 letters and digits. */
  readonly table: string;
  /** What an item is called in error messages, and the property of a row that holds it. */
  readonly itemName: string;
  /** More than one of them, in error messages. Absent when it is itemName with an s. */
  readonly itemsName?: string;
  /** Properties of an item, with texts as values, that readers can filter by. @default [] */
  readonly filterBy?: readonly (keyof Item & string)[];
}

/** The value that each property must have; one without a value may have any. */
export type Filter = Readonly<Record<string, string | undefined>>;

/** How far a reader has come. */
export interface Cursor {
  /** Names the ledger. One that was lost and begun anew has another. */
  readonly epoch: string;
  /** The last item that the reader has seen; 0 for none. */
  readonly position: number;
}

/** The end of the ledger, and what it must still be when the next entry is written. */
interface Head extends Cursor {
  /** Absent when there is no head yet. */
  readonly etag?: string;
}

/** An item at its place. */
export interface Entry<Item> {
  readonly position: number;
  readonly item: Item;
  /** Of the call that stored it. Absent when it announced nothing. */
  readonly announcementId?: string;
}

/** What a call wants to store. */
export interface Recording<Item> extends Omit<Entry<Item>, "position"> {
  readonly identity: Identity;
}

/** A row also has the item as JSON under the item's name, and the properties to filter by. */
type EntryRow = { readonly rowKey: string; readonly announcementId?: string };
type KeyRow = { readonly position: string; readonly fingerprint: string };

/** One partition, since only within one can rows be written together or not at all. */
const PARTITION = "ledger";
const HEAD = "head";
/** Of a ledger without entries. The first entry begins a real one, so all that follow are new. */
const NO_EPOCH = "00000000-0000-0000-0000-000000000000";
const POSITION_DIGITS = 15;
const ENTRY_PREFIX = "at-";
/** After all keys of entries, before all other keys. */
const AFTER_ENTRIES = "at.";

/** The rows of one ledger, as they are read and written. */
export class LedgerTable<Item extends object> {
  readonly #table: TableClient;
  readonly #definition: LedgerDefinition<Item>;

  constructor(table: TableClient, definition: LedgerDefinition<Item>) {
    this.#table = table;
    this.#definition = definition;
  }

  /** The end of the ledger. */
  async readHead(): Promise<Head> {
    const row = await readRow<{ epoch: string; position: string }>(this.#table, PARTITION, HEAD);
    if (!row) return { epoch: NO_EPOCH, position: 0 };
    return { epoch: row.epoch, position: Number(row.position), etag: row.etag };
  }

  /** Writes all of an item or nothing: the new head, the entry, and its keys. A conflict if any is taken. */
  async append(head: Head, recording: Recording<Item>): Promise<void> {
    const { identity } = recording;
    const position = head.position + 1;
    const keyRows = keyRowsOf(identity, this.#definition.itemName).map(
      ({ rowKey }): TransactionAction => ["create", keyRowOf(rowKey, position, identity)],
    );
    await this.#table.submitTransaction([
      headAction(head, position),
      ["create", { ...at(entryKey(position)), ...this.#entryRowOf(recording) }],
      ...keyRows,
    ]);
  }

  /** The entries after a position, in order, at most `limit` of them. */
  async readEntries(position: number, limit: number, filter: Filter): Promise<Entry<Item>[]> {
    const conditions = [
      `PartitionKey eq '${PARTITION}' and RowKey gt '${entryKey(position)}' and RowKey lt '${AFTER_ENTRIES}'`,
      ...(this.#definition.filterBy ?? []).flatMap((name) => {
        const value = filter[name];
        return value === undefined ? [] : [`${name} eq '${value.replaceAll("'", "''")}'`];
      }),
    ];
    const pages = this.#table
      .listEntities<EntryRow>({ queryOptions: { filter: conditions.join(" and ") } })
      .byPage({ maxPageSize: limit });
    const entries: Entry<Item>[] = [];
    for await (const rows of pages) {
      entries.push(...rows.map((row) => this.#entryOf(row)));
      if (entries.length >= limit) break;
    }
    return entries.slice(0, limit);
  }

  /** The entry at a position. */
  async readEntry(position: number): Promise<Entry<Item> | undefined> {
    const row = await readRow<EntryRow>(this.#table, PARTITION, entryKey(position));
    return row && this.#entryOf(row);
  }

  /** The entry of the item with an id. */
  async readEntryById(itemId: string): Promise<Entry<Item> | undefined> {
    const key = await this.readKey(idRowKey(itemId));
    return key && this.readEntry(key.position);
  }

  /** The row that reserves a key: for which content, and where the item is. */
  async readKey(
    rowKey: string,
  ): Promise<{ readonly position: number; readonly fingerprint: string } | undefined> {
    const row = await readRow<KeyRow>(this.#table, PARTITION, rowKey);
    return row && { position: Number(row.position), fingerprint: row.fingerprint };
  }

  /** Reserves a further key for what is stored at a position. A conflict when another call has it. */
  async addKey(rowKey: string, position: number, identity: Identity): Promise<void> {
    await this.#table.createEntity(keyRowOf(rowKey, position, identity));
  }

  /** As JSON, which keeps every number as it is, with the properties to filter by. */
  #entryRowOf({ item, announcementId }: Recording<Item>) {
    const { itemName, filterBy = [] } = this.#definition;
    return {
      ...Object.fromEntries(filterBy.map((name) => [name, item[name]])),
      [itemName]: JSON.stringify(item),
      ...(announcementId !== undefined && { announcementId }),
    };
  }

  #entryOf({ rowKey, announcementId, ...row }: Partial<EntryRow>): Entry<Item> {
    const item = (row as Record<string, unknown>)[this.#definition.itemName];
    return {
      position: Number(String(rowKey).slice(ENTRY_PREFIX.length)),
      item: JSON.parse(String(item)) as Item,
      ...(announcementId !== undefined && { announcementId }),
    };
  }
}

function headAction({ epoch, etag }: Head, position: number): TransactionAction {
  const row = { ...at(HEAD), position: String(position) };
  return etag === undefined
    ? ["create", { ...row, epoch: randomUUID() }]
    : ["update", { ...row, epoch }, "Replace", { etag }];
}

function keyRowOf(rowKey: string, position: number, identity: Identity) {
  return { ...at(rowKey), position: String(position), fingerprint: fingerprintOf(identity) };
}

function at(rowKey: string) {
  return { partitionKey: PARTITION, rowKey };
}

function entryKey(position: number): string {
  return ENTRY_PREFIX + String(position).padStart(POSITION_DIGITS, "0");
}
