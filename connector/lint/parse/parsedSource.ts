import type { JsonPath } from "../rule";

/** A place in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something that is wrong with a text as such. */
export interface SourceProblem extends Place {
  /** Id of the rule that it breaks; see `sourceRules`. */
  readonly rule:
    | "source-syntax"
    | "source-duplicate-key"
    | "source-object"
    | "source-too-deep"
    | "source-too-large";
  readonly message: string;
}

/** A JSON or YAML text, read. */
export interface ParsedSource {
  /** What it holds; undefined where it cannot be read, with at least one problem then. */
  readonly data: unknown;
  readonly problems: readonly SourceProblem[];
  /** Where a path is; where the nearest thing around it is, if it is not there itself. */
  readonly locate: (path: JsonPath) => Place;
}

/** Deeper than any definition is; what is read below trusts it. */
export const MAX_DEPTH = 200;

/** True where the value has more levels than `MAX_DEPTH`, also where it contains itself. */
export function isTooDeep(value: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: at, depth } = next;
    if (typeof at !== "object" || at === null) continue;
    if (depth > MAX_DEPTH) return true;
    for (const child of Object.values(at)) open.push({ value: child, depth: depth + 1 });
  }
  return false;
}

/** What is left of a source that cannot be read. */
export function unreadable(problem: SourceProblem): ParsedSource {
  return { data: undefined, problems: [problem], locate: () => ({ line: 1, column: 1 }) };
}

/** The problem of a text with too many levels. */
export const TOO_DEEP: SourceProblem = {
  rule: "source-too-deep",
  message: `The document has more than ${MAX_DEPTH} levels, or contains itself.`,
  line: 1,
  column: 1,
};

/** The problem of a text that is a list, a number or the like. */
export const NO_OBJECT: SourceProblem = {
  rule: "source-object",
  message: "The document is no object with properties.",
  line: 1,
  column: 1,
};
