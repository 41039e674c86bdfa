import type { Level, Verdict } from "./change";
import type { FieldChange } from "./fieldChange";
import type { Fact } from "./named";
import { changesType, isNarrower, isWider } from "./narrowing";

type Rule = (change: FieldChange) => Verdict;

const ADD_INSTEAD = "Leave it as it was, and add an optional input beside it.";
const NEW_OPERATION =
  "Leave it as it was, and make a new operation (with _V2 after its name) for the new form.";

/** What says which field of a drop-down's item is stored. */
const STORED_VALUES = new Set([
  "x-ms-dynamic-values/value-path",
  "x-ms-dynamic-list/itemValuePath",
]);

/** What a change of the values that an input takes does, by the fact that changed. */
export const inputValueRules: Readonly<Record<string, Rule>> = {
  type: ({ before, after }) => ({
    kind: "input-type-changed",
    level: isWider(before, after) ? "safe" : "breaking",
    message: `Its type changed. Flows and formulas give it ${was(before)}.`,
    mend: NEW_OPERATION,
  }),
  format: ({ before, after }) => ({
    kind: "input-format-changed",
    level: formatLevel(before, after),
    message: "Its format changed. Flows and formulas give it the old one.",
    mend: NEW_OPERATION,
  }),
  default: ({ event, hidden }) => {
    if (event === "added") {
      return { kind: "default-added", level: "safe", message: "It has a default value now." };
    }
    const isLost = event === "removed" && hidden.after;
    return {
      kind: event === "removed" ? "default-removed" : "default-changed",
      level: isLost ? "breaking" : "warning",
      message: isLost
        ? "Its default value is gone. Makers cannot see it, so nothing gives it a value."
        : "Flows keep the value they were saved with; apps take the new one when they are edited.",
      mend: "Leave the default value as it was.",
    };
  },
  enum: enumRule,
  bounds: ({ keyword = "", before, after }) =>
    isNarrower(keyword, before, after)
      ? {
          kind: "input-narrowed",
          level: "breaking",
          message: `Its ${keyword} takes less than before. Values that flows and apps send are refused.`,
          mend: "Leave the bound as it was, and refuse in the API only what never worked.",
        }
      : { kind: "input-widened", level: "safe", message: `Its ${keyword} takes more than before.` },
  readOnly: ({ after }) => ({
    kind: "input-read-only",
    level: after === true ? "breaking" : "safe",
    message: after === true ? "It cannot be given any more." : "It can be given now.",
    mend: ADD_INSTEAD,
  }),
  collectionFormat: () => ({
    kind: "input-encoding-changed",
    level: "breaking",
    message: "Its elements are joined in another way. Logic Apps workflows keep the old one.",
    mend: "Understand both ways in the API, and leave the definition as it was.",
  }),
  urlEncoding: () => ({
    kind: "input-encoding-changed",
    level: "warning",
    message: "It is encoded in another way. Logic Apps workflows keep the old one.",
    mend: "Understand both ways in the API.",
  }),
  dynamic: dynamicRule,
  others: ({ after, event }) => ({
    kind: "extra-fields-changed",
    level: after === false || event !== "removed" ? "warning" : "safe",
    message: "Which fields may be given beside the named ones changed.",
  }),
  repeats: () => ({
    kind: "input-type-changed",
    level: "warning",
    message: "Its schema contains itself in another way.",
  }),
};

function enumRule({ event, keyword }: FieldChange): Verdict {
  const isFewer = keyword === undefined ? event === "added" : event === "removed";
  const what = keyword === undefined ? "It" : `The value ${keyword}`;
  return isFewer
    ? {
        kind: "enum-value-removed",
        level: "breaking",
        message:
          keyword === undefined
            ? "Only some values are taken now. Flows and apps may give others."
            : `${what} is not taken any more. Flows and apps may give it.`,
        mend: "Go on taking the old values.",
      }
    : { kind: "enum-value-added", level: "safe", message: `${what} takes more values, or is new.` };
}

/** Where the values of a drop-down come from decides what flows have stored. */
function dynamicRule({ event, keyword = "" }: FieldChange): Verdict {
  const isStoredValue = STORED_VALUES.has(keyword);
  const level: Level = event === "added" ? "safe" : isStoredValue ? "breaking" : "warning";
  return {
    kind: "drop-down-changed",
    level,
    message: isStoredValue
      ? "The drop-down gives another field as the value. Flows and apps keep values of the old one."
      : "Where its drop-down or its fields come from changed.",
    mend: "See that values which were chosen before are still understood.",
  };
}

function formatLevel(before: Fact | undefined, after: Fact | undefined): Level {
  if (isWider(before, after)) return "safe";
  const isNumeric = isWider(after, before);
  return isNumeric || changesType(before, after) ? "breaking" : "warning";
}

function was(before: Fact | undefined): string {
  return before === undefined ? "what it took before" : `the type ${before}`;
}
