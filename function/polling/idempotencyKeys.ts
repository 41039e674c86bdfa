import { createHash } from "node:crypto";

/** What makes a call the repetition of another: equal keys must come with equal content. */
export interface Identity {
  /** The caller's `Idempotency-Key`, if it has one. */
  readonly idempotencyKey: string | undefined;
  /** The item's own id: up to 64 characters that may be in a table's key. */
  readonly itemId: string;
  /** What the caller sent, in a form that is the same for the same content. */
  readonly content: string;
}

/** A row that keeps a key or an id from being used twice, and the refusal of a second use. */
export interface KeyRow {
  readonly rowKey: string;
  readonly status: 409 | 422;
  readonly problem: string;
}

/**
 * The keys that a call reserves when it records an item.
 *
 * @param itemName what an item is called in error messages, such as "parcel"
 */
export function keyRowsOf(
  { idempotencyKey, itemId }: Identity,
  itemName: string,
): readonly KeyRow[] {
  const byId: KeyRow = {
    rowKey: idRowKey(itemId),
    status: 409,
    problem: `The ${itemName} ${itemId} is recorded already, with other content. Choose another id.`,
  };
  if (idempotencyKey === undefined) return [byId];
  const byKey: KeyRow = {
    // An idempotency key may hold any characters, a row's key may not.
    rowKey: `key-${digestOf(idempotencyKey)}`,
    status: 422,
    problem: `The Idempotency-Key was used for another ${itemName}. Choose a new key for each.`,
  };
  return [byKey, byId];
}

/** The key of the row that reserves an item's id. */
export function idRowKey(itemId: string): string {
  return `id-${itemId}`;
}

/** The digest of a content: another content has another one. */
export function fingerprintOf({ content }: Identity): string {
  return digestOf(content);
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
