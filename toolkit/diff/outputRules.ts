import type { Severity, Verdict } from "./change";
import type { FieldChange } from "./fieldChange";
import type { Fact } from "./named";
import { changesType, isWider } from "./narrowing";

type Rule = (change: FieldChange) => Verdict;

const KEEP = "Keep returning it, and add new fields for new values.";

/** The effect of a change of an output, by the fact that changed. */
const rules: Readonly<Record<string, Rule>> = {
  type: ({ before, after }) => ({
    rule: "output-type-changed",
    severity: isWider(after, before) ? "safe" : "breaking",
    message: "Its type changed. Existing flows and formulas expect the old one.",
    fix: KEEP,
  }),
  format: ({ before, after }) => ({
    rule: "output-format-changed",
    severity: formatSeverity(before, after),
    message: "Its format changed. Existing flows and formulas expect the old one.",
    fix: KEEP,
  }),
  required: ({ after }) =>
    after === true
      ? { rule: "output-now-required", severity: "safe", message: "It is always returned now." }
      : {
          rule: "output-now-optional",
          severity: "breaking",
          message: "It may be missing now. Flows that rely on it fail where it is.",
          fix: KEEP,
        },
  visibility: ({ hidden, after }) =>
    hidden.after && !hidden.before
      ? {
          rule: "output-hidden",
          severity: "breaking",
          message: "It is internal now. Power Apps removes it, and formulas with it fail.",
          fix: 'Use the visibility "advanced".',
        }
      : {
          rule: "visibility-changed",
          severity: "safe",
          message: `Makers see it as ${after === undefined ? "any other output" : after}.`,
        },
  enum: ({ event, keyword }) => {
    const isNewValue = keyword === undefined ? event === "removed" : event === "added";
    return {
      rule: isNewValue ? "output-value-added" : "output-value-removed",
      severity: isNewValue ? "warning" : "safe",
      message: isNewValue
        ? "It may have new values. Conditions in flows and apps do not expect them."
        : "It has fewer values than before.",
    };
  },
  bounds: ({ keyword = "" }) => ({
    rule: "output-bounds-changed",
    severity: "safe",
    message: `Its ${keyword} changed.`,
  }),
  dynamic: () => ({
    rule: "dynamic-output-changed",
    severity: "warning",
    message: "The source of its fields changed. Flows keep the names of the old ones.",
    fix: "Make sure that the old fields are still returned.",
  }),
  texts: () => ({ rule: "text-changed", severity: "safe", message: "Its texts changed." }),
};

/** The effect of a change of a response or a notification on the users of the connector. */
export function outputVerdict(change: FieldChange): Verdict {
  if (change.fact === undefined) {
    return change.event === "added"
      ? { rule: "output-added", severity: "safe", message: "It was added." }
      : removed(change);
  }
  const rule = rules[change.fact];
  if (rule) return rule(change);
  return {
    rule: "output-changed",
    severity: ["default", "readOnly"].includes(change.fact) ? "safe" : "warning",
    message: `Its ${change.fact} changed.`,
  };
}

function removed({ hidden }: FieldChange): Verdict {
  return {
    rule: "output-removed",
    severity: hidden.before ? "warning" : "breaking",
    message: "It was removed. Flows and formulas that read it get nothing, or fail.",
    fix: KEEP,
  };
}

function formatSeverity(before: Fact | undefined, after: Fact | undefined): Severity {
  if (isWider(after, before)) return "safe";
  const isNumeric = isWider(before, after);
  return isNumeric || changesType(before, after) ? "breaking" : "warning";
}
