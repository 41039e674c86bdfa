import type { Difference } from "./change";
import { differences } from "./differences";

/** A removed part and an added one that is the same but for its name and its texts. */
export interface Rename {
  readonly removed: Difference;
  readonly added: Difference;
}

/**
 * The parts that were renamed: pairs of a removed and an added part in the same place that are alike,
 * where no other pair fits as well.
 */
export function renamesIn(all: readonly Difference[]): Rename[] {
  const parts = all.filter(
    ({ event, before, after }) => event !== "changed" && isPart(before ?? after),
  );
  const pairs = parts
    .filter(({ event }) => event === "removed")
    .flatMap((removed) =>
      parts
        .filter((added) => added.event === "added" && isSamePlace(removed, added))
        .filter((added) => areAlike(removed.before as object, added.after as object))
        .map((added) => ({ removed, added })),
    );
  return pairs.filter((pair) => !pairs.some((other) => other !== pair && shareOne(pair, other)));
}

/** Whether two parts are the same but for their texts. */
export function areAlike(before: object, after: object): boolean {
  return differences(before, after).every(({ path }) =>
    path.some((name, index) => name === "texts" && path[index - 1] !== "fields"),
  );
}

function isPart(value: unknown): boolean {
  return typeof value === "object" && value !== null && "texts" in value;
}

function isSamePlace(a: Difference, b: Difference): boolean {
  return a.path.slice(0, -1).join("\n") === b.path.slice(0, -1).join("\n");
}

function shareOne(a: Rename, b: Rename): boolean {
  return a.removed === b.removed || a.added === b.added;
}
