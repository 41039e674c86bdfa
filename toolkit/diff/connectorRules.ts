import type { Difference, Verdict } from "./change";

type Rule = (difference: Difference) => Verdict;

/** The effect of a change of the connector as a whole, by the fact that changed. */
const rules: Readonly<Record<string, Rule>> = {
  title: () => ({
    rule: "title-changed",
    severity: "warning",
    message:
      "An existing connector keeps its name. Where it is created again, formulas refer to it by the " +
      "new title, and existing formulas fail.",
    fix: "Keep the title.",
  }),
  host: () => ({
    rule: "host-changed",
    severity: "warning",
    message:
      "Flows and apps follow the connector to the new host, but connections keep the key of the old " +
      "host, and webhooks stay registered there.",
    fix: "Make sure that the new host accepts the same credentials, and serve the old one until then.",
  }),
  basePath: () => ({
    rule: "host-changed",
    severity: "warning",
    message:
      "Flows and apps follow the connector to the new base path; other callers of the API do not.",
    fix: "Serve the old base path too.",
  }),
  scheme: () => ({
    rule: "host-changed",
    severity: "warning",
    message:
      "The API is called by another scheme. Without a data gateway, connectors support https only.",
  }),
  connection: connectionRule,
  texts: () => ({
    rule: "text-changed",
    severity: "safe",
    message: "The connector's texts changed.",
  }),
  extensions: ({ path }) => ({
    rule: "extension-changed",
    severity: "safe",
    message: `The connector's ${path[1]} changed.`,
  }),
};

/** The effect of a change of the connector as a whole on its users. */
export function connectorVerdict(difference: Difference): Verdict {
  const rule = rules[difference.path[0] ?? ""];
  if (rule) return rule(difference);
  return {
    rule: "connector-changed",
    severity: "warning",
    message: `The connector's ${difference.path[0]} changed. The effect is not known.`,
  };
}

function connectionRule({ event, path }: Difference): Verdict {
  const [, kind, setting] = path;
  if (setting?.startsWith("scope ") && event === "removed") {
    return {
      rule: "security-changed",
      severity: "safe",
      message: `Connections no longer request the ${setting}.`,
    };
  }
  return {
    rule: "security-changed",
    severity: "breaking",
    message:
      setting === undefined
        ? `Authentication by ${kind} was ${event === "added" ? "added" : "removed"}. ` +
          "Existing connections have the old credentials."
        : `The ${setting} of the authentication by ${kind} changed. ` +
          "Existing connections have to be created again.",
    fix: "Keep accepting the old credentials, or ask the owners of connections to create new ones.",
  };
}
