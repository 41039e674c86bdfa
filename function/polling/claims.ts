import { createHash } from "node:crypto";

/** What makes a call the repetition of another: equal keys must come with equal content. */
export interface Identity {
  /** The caller's `Idempotency-Key`. @default none was given */
  readonly idempotencyKey: string | undefined;
  readonly inspectionId: string;
  /** What the caller sent, in a form that is the same for the same content. */
  readonly content: string;
}

/** A row that keeps a key or an id from being used twice, and what to say to who tries. */
export interface Claim {
  readonly rowKey: string;
  readonly status: 409 | 422;
  readonly problem: string;
}

/** What a call takes for itself when it records an inspection. */
export function claimsOf({ idempotencyKey, inspectionId }: Identity): readonly Claim[] {
  const byId: Claim = {
    rowKey: idClaimKey(inspectionId),
    status: 409,
    problem: `The inspection ${inspectionId} is recorded already, with other content. Choose another id.`,
  };
  if (idempotencyKey === undefined) return [byId];
  const byKey: Claim = {
    // A key may hold any characters, a row's key may not.
    rowKey: `key-${digestOf(idempotencyKey)}`,
    status: 422,
    problem: "The Idempotency-Key was used for another inspection. Choose a new key for each.",
  };
  return [byKey, byId];
}

/** The row key of the claim on an inspection's id. */
export function idClaimKey(inspectionId: string): string {
  return `id-${inspectionId}`;
}

/** What tells one content from another. */
export function fingerprintOf({ content }: Identity): string {
  return digestOf(content);
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
