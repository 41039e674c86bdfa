import { countWithNoun } from "../text/countWithNoun";
import type { Change, Severity } from "./change";

/** How many changes there are of each severity. */
export function countsOf(changes: readonly Change[]): Record<Severity, number> {
  const count = (severity: Severity) =>
    changes.filter((change) => change.severity === severity).length;
  return { breaking: count("breaking"), warning: count("warning"), safe: count("safe") };
}

/** The changes for people: what changed, its effect, the old and the new value, how to fix it. */
export function reportOf(changes: readonly Change[]): string {
  const { breaking, warning, safe } = countsOf(changes);
  const summary =
    changes.length === 0
      ? "No changes."
      : `${countWithNoun(breaking, "breaking change")}, ${countWithNoun(warning, "warning")}, ${safe} safe.`;
  return [...changes.map(paragraphOf), summary].join("\n\n");
}

function paragraphOf({ severity, path, message, fix, before, after, ...change }: Change): string {
  const about = [change.operationId ?? "Connector", change.subject].filter(Boolean).join(", ");
  const lines = [
    `${severity}: ${about} (${change.rule})`,
    message,
    `${shown(before)} -> ${shown(after)}`,
    fix && `Fix: ${fix}`,
    path !== "$" && `At ${path}`,
  ];
  return lines.filter(Boolean).join("\n    ");
}

function shown(value: Change["before"]): string {
  return value === null ? "nothing" : String(value);
}
