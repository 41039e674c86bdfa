import type { Change } from "./change";
import { ARGUMENTS, PLACE, type OperationPair } from "./surface";

/**
 * What a Power Apps formula must give by position, where that changed in a way that no other change
 * tells: required inputs in another order, or one that is optional or visible now.
 *
 * @param known the operation's other changes
 * @returns undefined when formulas stay as they are
 */
export function argumentChange(
  { operationId, old, next }: OperationPair,
  known: readonly Change[],
): Change | undefined {
  if (old.trigger !== "none" || next.trigger !== "none") return undefined;
  const broken = known.filter(({ level }) => level === "breaking").flatMap(inputNames);
  const isTold = (name: string) =>
    broken.some((each) => name === each || name.startsWith(`${each}/`));
  const before = old[ARGUMENTS].filter((name) => !isTold(name));
  const after = next[ARGUMENTS].filter((name) => !isTold(name));
  if (before.join("\n") === after.join("\n")) return undefined;
  return {
    kind: "formula-arguments-changed",
    level: "breaking",
    operationId,
    subject: "formula",
    place: next[PLACE],
    before: callOf(operationId, old[ARGUMENTS]),
    after: callOf(operationId, next[ARGUMENTS]),
    message:
      "Formulas in Power Apps give required inputs by position, in the order of the definition, and " +
      "optional ones in a record at the end. Formulas made before give others in their places.",
    mend: "Leave the required inputs, and their order, as they were.",
  };
}

/** The names of the input that a change is about: two, when it was renamed. */
function inputNames({ kind, subject, after }: Change): string[] {
  const [, name] = /^input (.+)$/.exec(subject ?? "") ?? [];
  if (name === undefined) return [];
  const newName = [...name.split("/").slice(0, -1), after].join("/");
  return kind === "input-renamed" ? [name, newName] : [name];
}

function callOf(operationId: string, names: readonly string[]): string {
  return `${operationId}(${names.map((name) => name.split("/").at(-1)).join(", ")})`;
}
