import { countWithNoun } from "../text/countWithNoun";
import type { Change, Level } from "./change";

/** How many changes there are of each level. */
export function countsOf(changes: readonly Change[]): Record<Level, number> {
  const count = (level: Level) => changes.filter((change) => change.level === level).length;
  return { breaking: count("breaking"), warning: count("warning"), safe: count("safe") };
}

/** The changes for people to read: what changed, from what to what, what it does, how to avoid it. */
export function reportOf(changes: readonly Change[]): string {
  const { breaking, warning, safe } = countsOf(changes);
  const summary =
    changes.length === 0
      ? "No changes."
      : `${countWithNoun(breaking, "breaking change")}, ${countWithNoun(warning, "warning")}, ${safe} safe.`;
  return [...changes.map(paragraphOf), summary].join("\n\n");
}

function paragraphOf({ level, place, message, mend, before, after, ...change }: Change): string {
  const about = [change.operationId ?? "Connector", change.subject].filter(Boolean).join(", ");
  const lines = [
    `${level}: ${about} (${change.kind})`,
    message,
    `${shown(before)} -> ${shown(after)}`,
    mend && `To avoid it: ${mend}`,
    place && `At ${place}`,
  ];
  return lines.filter(Boolean).join("\n    ");
}

function shown(value: Change["before"]): string {
  return value === null ? "nothing" : String(value);
}
