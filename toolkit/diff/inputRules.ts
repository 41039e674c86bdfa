import type { Verdict } from "./change";
import type { FieldChange } from "./fieldChange";
import { inputValueRules } from "./inputValueRules";

type Rule = (change: FieldChange) => Verdict;

/** The effect of a change of an input, by the fact that changed. */
const rules: Readonly<Record<string, Rule>> = {
  ...inputValueRules,
  in: ({ before, after }) => ({
    rule: "input-moved",
    severity: "breaking",
    message: `It moved from ${before} to ${after}. Logic Apps workflows keep the location of each input.`,
    fix: "Accept it in the old location too, and keep the definition.",
  }),
  required: ({ after, hidden, next }) => {
    if (after === false) {
      return { rule: "input-now-optional", severity: "safe", message: "It is optional now." };
    }
    const isFilledIn = hidden.after && next?.default !== undefined;
    return {
      rule: "input-now-required",
      severity: isFilledIn ? "warning" : "breaking",
      message: "It is required now. Existing flows and formulas may lack it.",
      fix: "Keep it optional, and let the API use the value that it used before.",
    };
  },
  visibility: ({ hidden, after }) =>
    hidden.after && !hidden.before
      ? {
          rule: "input-hidden",
          severity: "breaking",
          message:
            "It is internal now. Power Apps removes it from the operation, and formulas with it fail.",
          fix: 'Use the visibility "advanced", which shows it among the advanced options only.',
        }
      : {
          rule: "visibility-changed",
          severity: "safe",
          message: `Makers see it as ${after === undefined ? "any other input" : after}.`,
        },
  texts: () => ({ rule: "text-changed", severity: "safe", message: "Its texts changed." }),
  extensions: ({ keyword = "" }) => ({
    rule: "extension-changed",
    severity: keyword === "x-ms-notification-url" ? "breaking" : "warning",
    message:
      keyword === "x-ms-notification-url"
        ? "Whether it holds the callback address of a flow changed. Flows are registered by it."
        : `Its ${keyword} changed.`,
  }),
};

/** The effect of a change of an input on the users of the connector. */
export function inputVerdict(change: FieldChange): Verdict {
  if (change.fact === undefined) return change.event === "added" ? added(change) : removed(change);
  const rule = rules[change.fact];
  if (rule) return rule(change);
  return {
    rule: "input-changed",
    severity: "warning",
    message: `Its ${change.fact} changed. The effect is not known.`,
  };
}

function added({ hidden, next }: FieldChange): Verdict {
  if (!next?.required) {
    return { rule: "input-added", severity: "safe", message: "It was added and is optional." };
  }
  const isFilledIn = hidden.after && next.default !== undefined;
  return {
    rule: "required-input-added",
    severity: isFilledIn ? "warning" : "breaking",
    message: isFilledIn
      ? "It was added and is filled in for makers. Existing flows may not send it."
      : "It was added and is required. Existing flows and formulas do not pass it.",
    fix: "Make it optional, and let the API work without it as before.",
  };
}

function removed({ hidden, old }: FieldChange): Verdict {
  const wasNeverGiven = hidden.before && old?.default === undefined;
  return {
    rule: "input-removed",
    severity: wasNeverGiven ? "warning" : "breaking",
    message: wasNeverGiven
      ? "It was removed. Makers did not see it, so only flows that were edited by hand pass it."
      : "It was removed. A flow that passes it cannot be saved or turned on " +
        "(WorkflowOperationParametersExtraParameter), and formulas with it fail.",
    fix: "Keep it in the definition, and let the API ignore it.",
  };
}
