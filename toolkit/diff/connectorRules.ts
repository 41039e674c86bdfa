import type { Difference, Verdict } from "./change";

type Rule = (difference: Difference) => Verdict;

/** What a change of the connector as a whole does, by the fact that changed. */
const rules: Readonly<Record<string, Rule>> = {
  title: () => ({
    kind: "title-changed",
    level: "warning",
    message:
      "A connector that is there keeps its name. Where it is made anew, formulas name it by the " +
      "new title, and those made before fail.",
    mend: "Leave the title as it was.",
  }),
  host: () => ({
    kind: "host-changed",
    level: "warning",
    message:
      "Flows and apps follow the connector to the new host, but connections keep the key of the old " +
      "one, and webhooks stay registered there.",
    mend: "See that the new host takes the same credentials, and serve the old one until then.",
  }),
  basePath: () => ({
    kind: "host-changed",
    level: "warning",
    message:
      "Flows and apps follow the connector to the new base path; others who call the API do not.",
    mend: "Serve the old base path too.",
  }),
  scheme: () => ({
    kind: "host-changed",
    level: "warning",
    message:
      "The API is called by another scheme. Without a data gateway, connectors take https only.",
  }),
  connection: connectionRule,
  texts: () => ({ kind: "text-changed", level: "safe", message: "The connector's texts changed." }),
  extensions: ({ path }) => ({
    kind: "extension-changed",
    level: "safe",
    message: `The connector's ${path[1]} changed.`,
  }),
};

/** What a change of the connector as a whole does to those who use it. */
export function connectorVerdict(difference: Difference): Verdict {
  const rule = rules[difference.path[0] ?? ""];
  if (rule) return rule(difference);
  return {
    kind: "connector-changed",
    level: "warning",
    message: `The connector's ${difference.path[0]} changed. What that does is not known here.`,
  };
}

function connectionRule({ event, path }: Difference): Verdict {
  const [, kind, setting] = path;
  if (setting?.startsWith("scope ") && event === "removed") {
    return {
      kind: "security-changed",
      level: "safe",
      message: `Connections no longer ask for the ${setting}.`,
    };
  }
  return {
    kind: "security-changed",
    level: "breaking",
    message:
      setting === undefined
        ? `Authentication by ${kind} is ${event === "added" ? "new" : "gone"}. ` +
          "Connections made before have the old credentials."
        : `The ${setting} of the authentication by ${kind} changed. ` +
          "Connections made before have to be made again.",
    mend: "Go on taking the old credentials, or tell the owners of connections to make new ones.",
  };
}
