import type { Fact } from "./named";

/**
 * What a change does to flows, apps, agents and workflows that use the connector as it was:
 * `breaking` stops some of them, `warning` may, `safe` stops none.
 */
export type Level = "breaking" | "warning" | "safe";

/** What a change is and does. */
export interface Verdict {
  /** Of a fixed set, for programs: such as `input-removed`. */
  readonly kind: string;
  readonly level: Level;
  /** What changed and whom it concerns, in full sentences. */
  readonly message: string;
  /** How to reach the aim without the break. */
  readonly mend?: string;
}

/** One difference between two definitions. */
export interface Change extends Verdict {
  /** @default the change is the connector's as a whole */
  readonly operationId?: string;
  /** Such as `input body/hours`. @default the operation or connector itself */
  readonly subject?: string;
  /** Where it is, as a JSON pointer: in the new document, or in the old one when it is gone. */
  readonly place: string;
  /** What was there and what is, in short; null for nothing. */
  readonly before: Fact;
  readonly after: Fact;
}

/** A difference of values, before it is known what it means. */
export interface Difference {
  readonly event: "added" | "removed" | "changed";
  /** The names that lead to the part. */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}
