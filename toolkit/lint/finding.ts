import type { Reported } from "../text/reported";

/** How bad a finding is: an error is refused by Microsoft, a warning is advice. */
export type Severity = "error" | "warning";

/** One fault of a connector's files, with its place and how to fix it. */
export interface Finding extends Reported {
  readonly severity: Severity;
  /** Id of the rule, such as `title-length`. */
  readonly rule: string;
  /** Microsoft's name of the rule: a certification policy or a rule of the swagger validator. */
  readonly code?: string;
  /** Name of the file, as it was given. */
  readonly file: string;
  /** JSONPath of the fault, such as `$.info.title`; `$` where the file as a whole is meant. */
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1. */
  readonly column: number;
  /** What is wrong: the value, and what was expected. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}
