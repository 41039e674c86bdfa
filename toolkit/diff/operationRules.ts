import type { Difference, Verdict } from "./change";

type Rule = (difference: Difference) => Verdict;

const VERSIONED =
  "Serve the old one too: make a new operation (with _V2 after its name), and deprecate this one.";

/** What a change of an operation does, by the fact that changed. */
const rules: Readonly<Record<string, Rule>> = {
  path: addressRule,
  method: addressRule,
  visibility: ({ after }) =>
    after === "internal"
      ? {
          kind: "operation-hidden",
          level: "warning",
          message:
            "It is internal now. Flows go on; makers find it no more, and apps lose it when their " +
            "connector is refreshed.",
          mend: 'Set "deprecated" instead, if it is to go.',
        }
      : { kind: "visibility-changed", level: "safe", message: "Makers see it in another place." },
  deprecated: ({ after }) => ({
    kind: after === true ? "operation-deprecated" : "operation-restored",
    level: "safe",
    message:
      after === true
        ? "It is deprecated: it works for those who have it, and is not offered to others."
        : "It is no longer deprecated.",
  }),
  trigger: triggerRule,
  delivery: triggerRule,
  security: ({ after }) => ({
    kind: "operation-security-changed",
    level: after === "connection" ? "breaking" : "warning",
    message:
      after === "connection"
        ? "It needs the connection's credentials now. Calls that carried none are refused."
        : "It needs no credentials now. Whoever knows its address can call it.",
  }),
  consumes: ({ event, path }) => ({
    kind: event === "removed" ? "media-type-removed" : "media-type-added",
    level: event === "removed" ? "breaking" : "safe",
    message: `It takes ${path[1]} ${event === "removed" ? "no more" : "too"}.`,
    ...(event === "removed" && { mend: "Go on taking it." }),
  }),
  produces: ({ event, path }) => ({
    kind: event === "removed" ? "media-type-removed" : "media-type-added",
    level: event === "removed" ? "warning" : "safe",
    message: `It answers ${path[1]} ${event === "removed" ? "no more" : "too"}.`,
  }),
  texts: () => ({ kind: "text-changed", level: "safe", message: "Its texts changed." }),
  extensions: ({ path }) => ({
    kind: "extension-changed",
    // The one decides how many rows flows get, the other how large files arrive.
    level: ["x-ms-pageable", "x-ms-capabilities"].includes(path[1] ?? "") ? "warning" : "safe",
    message: `Its ${path[1]} changed.`,
  }),
};

/** What a change of an operation other than of its inputs and outputs does. */
export function operationVerdict(difference: Difference): Verdict {
  const rule = rules[difference.path[0] ?? ""];
  if (rule) return rule(difference);
  return {
    kind: "operation-changed",
    level: "warning",
    message: `Its ${difference.path[0]} changed. What that does is not known here.`,
  };
}

export const OPERATION_ADDED: Verdict = {
  kind: "operation-added",
  level: "safe",
  message: "It is new.",
};

export const OPERATION_REMOVED: Verdict = {
  kind: "operation-removed",
  level: "breaking",
  message: "It is gone. Flows, apps, agents and workflows that use it fail.",
  mend: 'Keep it with "deprecated": true and tell its users, as Microsoft asks, 30 days ahead.',
};

export const OPERATION_RENAMED: Verdict = {
  kind: "operation-renamed",
  level: "breaking",
  message: "It has another operationId. Flows, formulas and agents call it by that name.",
  mend: "Leave the operationId as it was. Makers see the summary, which may change.",
};

function addressRule(): Verdict {
  return {
    kind: "address-changed",
    level: "breaking",
    message:
      "It is called at another address. Power Automate finds it by its operationId, but Logic Apps " +
      "workflows keep method and path, and apps keep the definition they were made with.",
    mend: VERSIONED,
  };
}

function triggerRule(): Verdict {
  return {
    kind: "trigger-changed",
    level: "breaking",
    message: "It triggers flows in another way. Flows that it started are not started any more.",
    mend: VERSIONED,
  };
}
