import type { Level, Verdict } from "./change";
import type { FieldChange } from "./fieldChange";
import type { Fact } from "./named";
import { changesType, isWider } from "./narrowing";

type Rule = (change: FieldChange) => Verdict;

const KEEP = "Go on answering it as it was, and add new fields beside it.";

/** What a change of an output does, by the fact that changed. */
const rules: Readonly<Record<string, Rule>> = {
  type: ({ before, after }) => ({
    kind: "output-type-changed",
    level: isWider(after, before) ? "safe" : "breaking",
    message: "Its type changed. Flows and formulas work with the old one.",
    mend: KEEP,
  }),
  format: ({ before, after }) => ({
    kind: "output-format-changed",
    level: formatLevel(before, after),
    message: "Its format changed. Flows and formulas read the old one.",
    mend: KEEP,
  }),
  required: ({ after }) =>
    after === true
      ? { kind: "output-now-required", level: "safe", message: "It is always there now." }
      : {
          kind: "output-now-optional",
          level: "breaking",
          message: "It may be missing now. Flows that count on it fail where they get nothing.",
          mend: KEEP,
        },
  visibility: ({ hidden, after }) =>
    hidden.after && !hidden.before
      ? {
          kind: "output-hidden",
          level: "breaking",
          message: "It is internal now. Power Apps drops it, and formulas with it fail.",
          mend: 'Give it the visibility "advanced".',
        }
      : {
          kind: "visibility-changed",
          level: "safe",
          message: `Makers see it as ${after === undefined ? "any other output" : after}.`,
        },
  enum: ({ event, keyword }) => {
    const isNewValue = keyword === undefined ? event === "removed" : event === "added";
    return {
      kind: isNewValue ? "output-value-added" : "output-value-removed",
      level: isNewValue ? "warning" : "safe",
      message: isNewValue
        ? "It may have values that it never had. Conditions in flows and apps do not know them."
        : "It has fewer values than before.",
    };
  },
  bounds: ({ keyword = "" }) => ({
    kind: "output-bounds-changed",
    level: "safe",
    message: `Its ${keyword} changed.`,
  }),
  dynamic: () => ({
    kind: "dynamic-output-changed",
    level: "warning",
    message: "Where its fields come from changed. Flows keep the names of the old ones.",
    mend: "See that the old fields are still there.",
  }),
  texts: () => ({ kind: "text-changed", level: "safe", message: "Its texts changed." }),
};

/** What a change of an answer or a notice does to those who use the connector. */
export function outputVerdict(change: FieldChange): Verdict {
  if (change.fact === undefined) {
    return change.event === "added"
      ? { kind: "output-added", level: "safe", message: "It is new." }
      : removed(change);
  }
  const rule = rules[change.fact];
  if (rule) return rule(change);
  return {
    kind: "output-changed",
    level: ["default", "readOnly"].includes(change.fact) ? "safe" : "warning",
    message: `Its ${change.fact} changed.`,
  };
}

function removed({ hidden }: FieldChange): Verdict {
  return {
    kind: "output-removed",
    level: hidden.before ? "warning" : "breaking",
    message: "It is gone. Flows and formulas that read it get nothing, or fail.",
    mend: KEEP,
  };
}

function formatLevel(before: Fact | undefined, after: Fact | undefined): Level {
  if (isWider(after, before)) return "safe";
  const isNumeric = isWider(before, after);
  return isNumeric || changesType(before, after) ? "breaking" : "warning";
}
