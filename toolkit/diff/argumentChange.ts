import { jsonPathOf } from "../source/jsonPath";
import type { Change } from "./change";
import { ARGUMENTS, PLACE, type OperationPair } from "./surface";

/**
 * The inputs that a Power Apps formula passes by position, where they changed in a way that no other
 * change reports: required inputs in another order, or one that is optional or visible now.
 *
 * @param known the operation's other changes
 * @returns undefined when formulas stay as they are
 */
export function argumentChange(
  { operationId, old, next }: OperationPair,
  known: readonly Change[],
): Change | undefined {
  if (old.trigger !== "none" || next.trigger !== "none") return undefined;
  const broken = known.filter(({ severity }) => severity === "breaking").flatMap(inputNames);
  const isReported = (name: string) =>
    broken.some((each) => name === each || name.startsWith(`${each}/`));
  const before = old[ARGUMENTS].filter((name) => !isReported(name));
  const after = next[ARGUMENTS].filter((name) => !isReported(name));
  if (before.join("\n") === after.join("\n")) return undefined;
  return {
    rule: "formula-arguments-changed",
    severity: "breaking",
    operationId,
    subject: "formula",
    path: jsonPathOf(next[PLACE]),
    before: callOf(operationId, old[ARGUMENTS]),
    after: callOf(operationId, next[ARGUMENTS]),
    message:
      "Formulas in Power Apps pass required inputs by position, in the order of the definition, and " +
      "optional ones in a record at the end. Existing formulas pass other values in these positions.",
    fix: "Keep the required inputs and their order.",
  };
}

/** The names of the input that a change is about: two, when it was renamed. */
function inputNames({ rule, subject, after }: Change): string[] {
  const [, name] = /^input (.+)$/.exec(subject ?? "") ?? [];
  if (name === undefined) return [];
  const newName = [...name.split("/").slice(0, -1), after].join("/");
  return rule === "input-renamed" ? [name, newName] : [name];
}

function callOf(operationId: string, names: readonly string[]): string {
  return `${operationId}(${names.map((name) => name.split("/").at(-1)).join(", ")})`;
}
