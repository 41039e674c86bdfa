import { randomUUID } from "node:crypto";
import type { TableClient, TransactionAction } from "@azure/data-tables";
import { readRow } from "../storage/readRow";
import { claimsOf, fingerprintOf, idClaimKey, type Identity } from "./claims";
import type { Inspection } from "../turbineRepair/inspections/inspection";

/** How far a reader has come. */
export interface Cursor {
  /** Names the ledger. One that was lost and begun anew has another. */
  readonly epoch: string;
  /** The last inspection that the reader has seen; 0 for none. */
  readonly position: number;
}

/** The end of the ledger, and what it must still be when the next entry is written. */
interface Head extends Cursor {
  /** @default there is no head yet */
  readonly etag?: string;
}

/** An inspection at its place. */
export interface Entry {
  readonly position: number;
  readonly inspection: Inspection;
  /** Of the call that stored it. @default it announced nothing */
  readonly announcementId?: string;
}

/** What a call wants to store. */
export interface Recording extends Omit<Entry, "position"> {
  readonly identity: Identity;
}

type EntryRow = {
  readonly rowKey: string;
  readonly inspection: string;
  readonly announcementId?: string;
};
type ClaimRow = { readonly position: string; readonly fingerprint: string };

/** One partition, since only within one can rows be written together or not at all. */
const PARTITION = "ledger";
const HEAD = "head";
/** Of a ledger without entries. The first entry begins a real one, so all that follow are new. */
const NO_EPOCH = "00000000-0000-0000-0000-000000000000";
const POSITION_DIGITS = 15;
const ENTRY_PREFIX = "at-";
/** After all keys of entries, before all other keys. */
const AFTER_ENTRIES = "at.";

/** The end of the ledger. */
export async function readHead(table: TableClient): Promise<Head> {
  const row = await readRow<{ epoch: string; position: string }>(table, PARTITION, HEAD);
  if (!row) return { epoch: NO_EPOCH, position: 0 };
  return { epoch: row.epoch, position: Number(row.position), etag: row.etag };
}

/** All that is written, or not, with one inspection: the new head, the entry, and its claims. */
export function transactionOf(
  { epoch, position: last, etag }: Head,
  recording: Recording,
): TransactionAction[] {
  const position = String(last + 1);
  const claims = claimsOf(recording.identity).map(({ rowKey }): TransactionAction => [
    "create",
    claimRowOf(rowKey, last + 1, recording.identity),
  ]);
  return [
    etag === undefined
      ? ["create", { ...at(HEAD), epoch: randomUUID(), position }]
      : ["update", { ...at(HEAD), epoch, position }, "Replace", { etag }],
    ["create", { ...at(entryKey(last + 1)), ...entryRowOf(recording) }],
    ...claims,
  ];
}

/** The entries after a position, in order, at most `limit` of them. */
export async function readEntries(
  table: TableClient,
  {
    position,
    limit,
    turbineId,
  }: { position: number; limit: number; turbineId: string | undefined },
): Promise<Entry[]> {
  const range = `PartitionKey eq '${PARTITION}' and RowKey gt '${entryKey(position)}' and RowKey lt '${AFTER_ENTRIES}'`;
  const filter = turbineId === undefined ? range : `${range} and turbineId eq '${turbineId}'`;
  const pages = table
    .listEntities<EntryRow>({ queryOptions: { filter } })
    .byPage({ maxPageSize: limit });
  const entries: Entry[] = [];
  for await (const rows of pages) {
    entries.push(...rows.map(entryOf));
    if (entries.length >= limit) break;
  }
  return entries.slice(0, limit);
}

/** The claim with a key: whose content it stands for, and where the inspection is. */
export async function readClaim(
  table: TableClient,
  rowKey: string,
): Promise<{ readonly position: number; readonly fingerprint: string } | undefined> {
  const row = await readRow<ClaimRow>(table, PARTITION, rowKey);
  return row && { position: Number(row.position), fingerprint: row.fingerprint };
}

/** Takes a further key for what is stored at a position. A conflict when another call has it. */
export async function addClaim(
  table: TableClient,
  rowKey: string,
  position: number,
  identity: Identity,
): Promise<void> {
  await table.createEntity(claimRowOf(rowKey, position, identity));
}

/** The entry at a position. */
export async function readEntry(table: TableClient, position: number): Promise<Entry | undefined> {
  const row = await readRow<EntryRow>(table, PARTITION, entryKey(position));
  return row && entryOf(row);
}

/** The entry of the inspection with an id. */
export async function readEntryById(
  table: TableClient,
  inspectionId: string,
): Promise<Entry | undefined> {
  const claim = await readClaim(table, idClaimKey(inspectionId));
  return claim && readEntry(table, claim.position);
}

/** As JSON, which keeps every number as it is; the turbine beside it, to be searched by. */
function entryRowOf({ inspection, announcementId }: Recording) {
  return {
    turbineId: inspection.turbineId,
    inspection: JSON.stringify(inspection),
    ...(announcementId !== undefined && { announcementId }),
  };
}

function entryOf({ rowKey, inspection, announcementId }: Partial<EntryRow>): Entry {
  return {
    position: Number(String(rowKey).slice(ENTRY_PREFIX.length)),
    inspection: JSON.parse(String(inspection)) as Inspection,
    ...(announcementId !== undefined && { announcementId }),
  };
}

function claimRowOf(rowKey: string, position: number, identity: Identity) {
  return { ...at(rowKey), position: String(position), fingerprint: fingerprintOf(identity) };
}

function at(rowKey: string) {
  return { partitionKey: PARTITION, rowKey };
}

function entryKey(position: number): string {
  return ENTRY_PREFIX + String(position).padStart(POSITION_DIGITS, "0");
}
