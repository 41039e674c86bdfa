import type { Difference, Verdict } from "./change";

type Rule = (difference: Difference) => Verdict;

const VERSIONED =
  "Keep the old operation: add a new one (with _V2 after its name), and deprecate the old one.";

/** The effect of a change of an operation, by the fact that changed. */
const rules: Readonly<Record<string, Rule>> = {
  path: addressRule,
  method: addressRule,
  visibility: ({ after }) =>
    after === "internal"
      ? {
          rule: "operation-hidden",
          severity: "warning",
          message:
            "It is internal now. Existing flows still work; makers no longer find it, and apps lose it when " +
            "their connector is refreshed.",
          fix: 'Set "deprecated" instead if it will be removed.',
        }
      : {
          rule: "visibility-changed",
          severity: "safe",
          message: "Makers see it in another place.",
        },
  deprecated: ({ after }) => ({
    rule: after === true ? "operation-deprecated" : "operation-restored",
    severity: "safe",
    message:
      after === true
        ? "It is deprecated: it works where it is used, and is not offered to makers any more."
        : "It is no longer deprecated.",
  }),
  trigger: triggerRule,
  delivery: triggerRule,
  security: ({ after }) => ({
    rule: "operation-security-changed",
    severity: after === "connection" ? "breaking" : "warning",
    message:
      after === "connection"
        ? "It requires the connection's credentials now. Calls without them are refused."
        : "It requires no credentials now. Anyone who knows its address can call it.",
  }),
  consumes: ({ event, path }) => ({
    rule: event === "removed" ? "media-type-removed" : "media-type-added",
    severity: event === "removed" ? "breaking" : "safe",
    message: `It ${event === "removed" ? "no longer accepts" : "also accepts"} ${path[1]}.`,
    ...(event === "removed" && { fix: "Keep accepting it." }),
  }),
  produces: ({ event, path }) => ({
    rule: event === "removed" ? "media-type-removed" : "media-type-added",
    severity: event === "removed" ? "warning" : "safe",
    message: `It ${event === "removed" ? "no longer returns" : "also returns"} ${path[1]}.`,
  }),
  texts: () => ({ rule: "text-changed", severity: "safe", message: "Its texts changed." }),
  extensions: ({ path }) => ({
    rule: "extension-changed",
    // They determine how many rows flows get, and how large files are transferred.
    severity: ["x-ms-pageable", "x-ms-capabilities"].includes(path[1] ?? "") ? "warning" : "safe",
    message: `Its ${path[1]} changed.`,
  }),
};

/** The effect of a change of an operation other than of its inputs and outputs. */
export function operationVerdict(difference: Difference): Verdict {
  const rule = rules[difference.path[0] ?? ""];
  if (rule) return rule(difference);
  return {
    rule: "operation-changed",
    severity: "warning",
    message: `Its ${difference.path[0]} changed. The effect is not known.`,
  };
}

export const OPERATION_ADDED: Verdict = {
  rule: "operation-added",
  severity: "safe",
  message: "It was added.",
};

export const OPERATION_REMOVED: Verdict = {
  rule: "operation-removed",
  severity: "breaking",
  message: "It was removed. Flows, apps, agents and workflows that use it fail.",
  fix: 'Keep it with "deprecated": true, and announce the removal 30 days ahead, as Microsoft asks.',
};

export const OPERATION_RENAMED: Verdict = {
  rule: "operation-renamed",
  severity: "breaking",
  message: "Its operationId changed. Flows, formulas and agents call it by the old one.",
  fix: "Keep the operationId. Makers see the summary, which may change.",
};

function addressRule(): Verdict {
  return {
    rule: "address-changed",
    severity: "breaking",
    message:
      "Its method or path changed. Power Automate finds it by its operationId, but Logic Apps workflows " +
      "keep method and path, and apps keep the definition they were created with.",
    fix: VERSIONED,
  };
}

function triggerRule(): Verdict {
  return {
    rule: "trigger-changed",
    severity: "breaking",
    message: "It triggers flows in another way. Existing flows are no longer started.",
    fix: VERSIONED,
  };
}
