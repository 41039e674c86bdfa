import type { Reported } from "../text/reported";
import type { Fact } from "./named";

/**
 * What a change does to flows, apps, agents and workflows that use the connector as it was:
 * `breaking` stops some of them, `warning` may, `safe` stops none.
 */
export type Severity = "breaking" | "warning" | "safe";

/** What a change is and does. */
export interface Verdict extends Omit<Reported, "path"> {
  /** One of a fixed set, for programs, such as `input-removed`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What changed and who is affected, in full sentences. */
  readonly message: string;
  /** How to make the change without breaking anything. Absent when nothing has to be done. */
  readonly fix?: string;
}

/** One difference between two definitions. */
export interface Change extends Verdict {
  /** Absent when the change is the connector's as a whole. */
  readonly operationId?: string;
  /** Such as `input body/count`. Absent when it is the operation or connector itself. */
  readonly subject?: string;
  /** JSONPath of the part: in the new document, or in the old one when it was removed. */
  readonly path: string;
  /** Short forms of the old and the new value; null for nothing. */
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
