import { START, type Place } from "./textPlaces";
import { MAX_DEPTH } from "./depth";
import type { JsonPath } from "./jsonPath";

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

/** What is left of a source that cannot be read. */
export function unreadable(problem: SourceProblem): ParsedSource {
  return { data: undefined, problems: [problem], locate: () => START };
}

/** The problem of a text with too many levels. */
export const TOO_DEEP: SourceProblem = {
  rule: "source-too-deep",
  message: `The document has more than ${MAX_DEPTH} levels, or contains itself.`,
  ...START,
};

/** The problem of a text that is a list, a number or the like. */
export const NO_OBJECT: SourceProblem = {
  rule: "source-object",
  message: "The document is not an object with properties.",
  ...START,
};
