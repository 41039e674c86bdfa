import type { Severity, Verdict } from "./change";
import type { FieldChange } from "./fieldChange";
import type { Fact } from "./named";
import { changesType, isNarrower, isWider } from "./narrowing";

type Rule = (change: FieldChange) => Verdict;

const ADD_INSTEAD = "Keep it, and add another optional input.";
const NEW_OPERATION =
  "Keep it, and add a new operation (with _V2 after its name) for the new form.";

/** The keywords that name the field of a drop-down's item which is stored. */
const STORED_VALUES = new Set([
  "x-ms-dynamic-values/value-path",
  "x-ms-dynamic-list/itemValuePath",
]);

/** The effect of a change of the values that an input accepts, by the fact that changed. */
export const inputValueRules: Readonly<Record<string, Rule>> = {
  type: ({ before, after }) => ({
    rule: "input-type-changed",
    severity: isWider(before, after) ? "safe" : "breaking",
    message: `Its type changed. Existing flows and formulas pass ${was(before)}.`,
    fix: NEW_OPERATION,
  }),
  format: ({ before, after }) => ({
    rule: "input-format-changed",
    severity: formatSeverity(before, after),
    message: "Its format changed. Existing flows and formulas pass the old one.",
    fix: NEW_OPERATION,
  }),
  default: ({ event, hidden }) => {
    if (event === "added") {
      return { rule: "default-added", severity: "safe", message: "It has a default value now." };
    }
    const isLost = event === "removed" && hidden.after;
    return {
      rule: event === "removed" ? "default-removed" : "default-changed",
      severity: isLost ? "breaking" : "warning",
      message: isLost
        ? "Its default value was removed. Makers cannot see it, so nothing sets its value."
        : "Flows keep the value they were saved with; apps use the new one once they are edited.",
      fix: "Keep the default value.",
    };
  },
  enum: enumRule,
  bounds: ({ keyword = "", before, after }) =>
    isNarrower(keyword, before, after)
      ? {
          rule: "input-narrowed",
          severity: "breaking",
          message: `Its ${keyword} is stricter than before. Values that flows and apps send may be refused.`,
          fix: "Keep the bound, and let the API refuse only what never worked.",
        }
      : {
          rule: "input-widened",
          severity: "safe",
          message: `Its ${keyword} is less strict than before.`,
        },
  readOnly: ({ after }) => ({
    rule: "input-read-only",
    severity: after === true ? "breaking" : "safe",
    message: after === true ? "It is read-only now." : "It is no longer read-only.",
    fix: ADD_INSTEAD,
  }),
  collectionFormat: () => ({
    rule: "input-encoding-changed",
    severity: "breaking",
    message: "Its elements are joined in another way. Logic Apps workflows keep the old way.",
    fix: "Accept both ways in the API, and keep the definition.",
  }),
  urlEncoding: () => ({
    rule: "input-encoding-changed",
    severity: "warning",
    message: "It is encoded in another way. Logic Apps workflows keep the old way.",
    fix: "Accept both ways in the API.",
  }),
  dynamic: dynamicRule,
  others: ({ after, event }) => ({
    rule: "extra-fields-changed",
    severity: after === false || event !== "removed" ? "warning" : "safe",
    message: "Which fields are accepted besides the named ones changed.",
  }),
  repeats: () => ({
    rule: "input-type-changed",
    severity: "warning",
    message: "Its schema contains itself in another way.",
  }),
};

function enumRule({ event, keyword }: FieldChange): Verdict {
  const isFewer = keyword === undefined ? event === "added" : event === "removed";
  const what = keyword === undefined ? "It" : `The value ${keyword}`;
  return isFewer
    ? {
        rule: "enum-value-removed",
        severity: "breaking",
        message:
          keyword === undefined
            ? "Only some values are accepted now. Flows and apps may pass others."
            : `${what} is no longer accepted. Flows and apps may pass it.`,
        fix: "Keep accepting the old values.",
      }
    : {
        rule: "enum-value-added",
        severity: "safe",
        message: keyword === undefined ? "Any value is accepted now." : `${what} was added.`,
      };
}

/** The source of a drop-down determines which values flows have stored. */
function dynamicRule({ event, keyword = "" }: FieldChange): Verdict {
  const isStoredValue = STORED_VALUES.has(keyword);
  const severity: Severity = event === "added" ? "safe" : isStoredValue ? "breaking" : "warning";
  return {
    rule: "drop-down-changed",
    severity,
    message: isStoredValue
      ? "The drop-down stores another field as the value. Flows and apps keep values of the old one."
      : "The source of its drop-down or of its fields changed.",
    fix: "Make sure that values which were selected before are still accepted.",
  };
}

function formatSeverity(before: Fact | undefined, after: Fact | undefined): Severity {
  if (isWider(before, after)) return "safe";
  const isNumeric = isWider(after, before);
  return isNumeric || changesType(before, after) ? "breaking" : "warning";
}

function was(before: Fact | undefined): string {
  return before === undefined ? "other values" : `the type ${before}`;
}
