import type { Verdict } from "./change";
import type { FieldChange } from "./fieldChange";
import { inputValueRules } from "./inputValueRules";

type Rule = (change: FieldChange) => Verdict;

/** What a change of an input does, by the fact that changed. */
const rules: Readonly<Record<string, Rule>> = {
  ...inputValueRules,
  in: ({ before, after }) => ({
    kind: "input-moved",
    level: "breaking",
    message: `It moved from ${before} to ${after}. Logic Apps workflows keep where each input goes.`,
    mend: "Take it at the old place too, and leave the definition as it was.",
  }),
  required: ({ after, hidden, next }) => {
    if (after === false) {
      return { kind: "input-now-optional", level: "safe", message: "It may be left out now." };
    }
    const isFilledIn = hidden.after && next?.default !== undefined;
    return {
      kind: "input-now-required",
      level: isFilledIn ? "warning" : "breaking",
      message: "It is required now. Flows and formulas made before may lack it.",
      mend: "Leave it optional, and let the API fill in what it was without it.",
    };
  },
  visibility: ({ hidden, after }) =>
    hidden.after && !hidden.before
      ? {
          kind: "input-hidden",
          level: "breaking",
          message:
            "It is internal now. Power Apps drops it from the operation, and formulas with it fail.",
          mend: 'Give it the visibility "advanced", which only moves it out of sight.',
        }
      : {
          kind: "visibility-changed",
          level: "safe",
          message: `Makers see it as ${after === undefined ? "any other input" : after}.`,
        },
  texts: () => ({ kind: "text-changed", level: "safe", message: "Its texts changed." }),
  extensions: ({ keyword = "" }) => ({
    kind: "extension-changed",
    level: keyword === "x-ms-notification-url" ? "breaking" : "warning",
    message:
      keyword === "x-ms-notification-url"
        ? "Whether it takes the address of a flow changed. Flows are registered by it."
        : `Its ${keyword} changed.`,
  }),
};

/** What a change of an input does to those who use the connector. */
export function inputVerdict(change: FieldChange): Verdict {
  if (change.fact === undefined) return change.event === "added" ? added(change) : removed(change);
  const rule = rules[change.fact];
  if (rule) return rule(change);
  return {
    kind: "input-changed",
    level: "warning",
    message: `Its ${change.fact} changed. What that does is not known here.`,
  };
}

function added({ hidden, next }: FieldChange): Verdict {
  if (!next?.required) {
    return { kind: "input-added", level: "safe", message: "It is new and may be left out." };
  }
  const isFilledIn = hidden.after && next.default !== undefined;
  return {
    kind: "required-input-added",
    level: isFilledIn ? "warning" : "breaking",
    message: isFilledIn
      ? "It is new and filled in for makers. Flows saved before may not send it."
      : "It is new and required. Flows and formulas made before do not give it.",
    mend: "Make it optional, and let the API do without it as it did.",
  };
}

function removed({ hidden, old }: FieldChange): Verdict {
  const wasNeverGiven = hidden.before && old?.default === undefined;
  return {
    kind: "input-removed",
    level: wasNeverGiven ? "warning" : "breaking",
    message: wasNeverGiven
      ? "It is gone. Makers did not see it, so only flows that were written by hand give it."
      : "It is gone. A flow that gives it cannot be saved or turned on " +
        "(WorkflowOperationParametersExtraParameter), and formulas with it fail.",
    mend: "Keep it in the definition, and let the API ignore it.",
  };
}
