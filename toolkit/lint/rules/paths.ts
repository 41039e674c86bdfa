import type { Definition } from "../model/definition";
import { has } from "../../document/json";
import type { Operation, PathItem } from "../model/operations";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Problem, type Rule } from "../rule";

export const pathRules: readonly Rule<Definition>[] = [
  onEachPath({
    id: "path-slash",
    code: "OperationPathMustStartWithSlash",
    levels: LEVELS.refused,
    description: "Paths start with a slash.",
    fix: "Add a slash at the start of the path.",
    fault: ({ name }) => (name.startsWith("/") ? undefined : "does not start with a slash"),
  }),
  onEachPath({
    id: "path-query",
    code: "OperationPathMayNotContainQueryOrFragment",
    levels: LEVELS.refused,
    description: "Paths do not contain a query or a fragment.",
    fix: "Describe what follows the question mark with query parameters.",
    fault: ({ name }) => (/[?#]/.test(name) ? "contains ? or #" : undefined),
  }),
  onEachPath({
    id: "path-wildcard",
    code: "OperationPathContainsUnsupportedCharacters",
    levels: LEVELS.refused,
    description: "Paths do not contain wildcards.",
    fix: "Describe the variable part with a path parameter, {name}.",
    fault: ({ name }) => (name.includes("*") ? "contains *" : undefined),
  }),
  onEachPath({
    id: "path-template",
    code: "OperationPathTemplateNotValid",
    levels: LEVELS.refused,
    description: "Every { in a path is closed in the same segment, and encloses a name.",
    fix: "Write variables as {name}, each within one segment.",
    fault: ({ name }) =>
      name.split("/").every(isTemplate) ? undefined : "has braces that do not enclose a variable",
  }),
  onEachPath({
    id: "path-default",
    code: "OperationPathVariablesContainDefaults",
    levels: LEVELS.refused,
    description: "Variables of a path do not have a default in the path.",
    fix: "Write {name} in the path, and move the default to the parameter.",
    fault: ({ name }) => (/\{[^{}]*=/.test(name) ? "sets a default in a variable" : undefined),
  }),
  onEachPath({
    id: "path-ref",
    code: "PathItemRefNotSuppored",
    levels: LEVELS.refused,
    description: "A path is written in place, and is not a reference.",
    fix: "Replace the $ref with the operations.",
    fault: ({ node }) => (has(node, "$ref") ? "is a reference, which is not supported" : undefined),
  }),
  {
    id: "path-redefined",
    code: "PathRedefined",
    levels: LEVELS.refused,
    description: "Paths differ in more than case.",
    fix: "Merge the operations into one path, or rename one.",
    *check({ pathItems }) {
      const first = new Map<string, string>();
      for (const { name, path } of pathItems) {
        const key = name.toLowerCase();
        const earlier = first.get(key);
        if (earlier === undefined) first.set(key, name);
        else
          yield {
            path,
            message: `${quoteValue(name)} differs from the path ${quoteValue(earlier)} only in case.`,
          };
      }
    },
  },
  {
    id: "path-duplicate",
    code: "DuplicateOperationPath",
    levels: LEVELS.refused,
    description:
      "Paths of operations with the same method differ in more than the names of variables.",
    fix: "Give one of the paths another fixed segment.",
    *check({ operations }) {
      const first = new Map<string, Operation>();
      for (const operation of operations) {
        const { name } = operation.pathItem;
        const key = `${operation.method} ${shapeOf(name)}`;
        const earlier = first.get(key);
        if (earlier === undefined) first.set(key, operation);
        // Paths that differ by case only are reported as such.
        else if (earlier.pathItem.name.toLowerCase() !== name.toLowerCase()) {
          const message = `${quoteValue(name)} cannot be distinguished from ${quoteValue(earlier.pathItem.name)}.`;
          yield { path: operation.path, message };
        }
      }
    },
  },
  {
    id: "path-ambiguous",
    code: "PartialDuplicateOperationPath",
    levels: LEVELS.advice,
    description:
      "The value of a path variable cannot be mistaken for a fixed segment of another path.",
    fix: "Give one of the paths another fixed segment, such as /items/{id} and /items-summary.",
    *check({ operations }) {
      yield* ambiguousPaths(operations);
    },
  },
];

interface PathRule extends Omit<Rule<Definition>, "check"> {
  /** What is wrong with a path, as the end of a sentence. */
  readonly fault: (pathItem: PathItem) => string | undefined;
}

function onEachPath({ fault, ...text }: PathRule): Rule<Definition> {
  return {
    ...text,
    *check({ pathItems }) {
      for (const pathItem of pathItems) {
        const found = fault(pathItem);
        if (found === undefined) continue;
        yield { path: pathItem.path, message: `The path ${quoteValue(pathItem.name)} ${found}.` };
      }
    },
  };
}

/** A segment whose braces, if any, enclose names. */
function isTemplate(segment: string): boolean {
  return !/[{}]/.test(segment.replace(/\{[^{}]+\}/g, ""));
}

/** The path with every variable written alike. */
function shapeOf(path: string): string {
  return path.toLowerCase().replace(/\{[^{}]*\}/g, "{}");
}

/** A path is compared with at most this many others of its method and number of segments. */
const MAX_COMPARED = 200;

interface Candidate {
  readonly operation: Operation;
  readonly segments: readonly string[];
}

function* ambiguousPaths(operations: readonly Operation[]): Generator<Problem> {
  const groups = new Map<string, Candidate[]>();
  for (const operation of operations) {
    const segments = shapeOf(operation.pathItem.name).split("/");
    const key = `${operation.method} ${segments.length}`;
    const group = groups.get(key) ?? [];
    const other = group.find((candidate) => canBeTaken(segments, candidate.segments));
    if (other !== undefined) {
      const names = [operation, other.operation].map(({ pathItem }) => quoteValue(pathItem.name));
      yield { path: operation.path, message: `A call of ${names.join(" can be mistaken for ")}.` };
    }
    groups.set(key, [...group.slice(1 - MAX_COMPARED), { operation, segments }]);
  }
}

/** True where some value of a variable makes one path the other, without the two being alike. */
function canBeTaken(one: readonly string[], other: readonly string[]): boolean {
  if (one.every((segment, index) => segment === other[index])) return false;
  return one.every((segment, index) => {
    const opposite = other[index];
    return segment === opposite || segment === "{}" || opposite === "{}";
  });
}
