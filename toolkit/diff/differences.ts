import microdiff from "microdiff";
import type { Difference } from "./change";

const EVENTS = { CREATE: "added", REMOVE: "removed", CHANGE: "changed" } as const;

/** Where two trees of named parts differ; of a part that only one has, the whole part. */
export function differences(before: object, after: object): Difference[] {
  // A surface is a tree: it needs no search for cycles.
  return microdiff(before, after, { cyclesFix: false }).map((difference) => ({
    event: EVENTS[difference.type],
    path: difference.path.map(String),
    ...("oldValue" in difference && { before: difference.oldValue as unknown }),
    ...("value" in difference && { after: difference.value as unknown }),
  }));
}
