import { isFilled, own, type JsonObject } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Problem, type Rule } from "../rule";
import { settingsShape } from "../shapes/settingsShape";
import { shapeFaults } from "../shapes/shapeFaults";
import { isAbsoluteUrl } from "./words";

/** A connector's settings.json, as paconn reads it. */
export interface Settings {
  readonly node: JsonObject;
  /** Names of the files next to it; undefined where they are not known. */
  readonly fileNames: readonly string[] | undefined;
}

const KEYS = [
  "connectorId",
  "environment",
  "apiProperties",
  "apiDefinition",
  "icon",
  "script",
  "powerAppsUrl",
  "powerAppsApiVersion",
  "flowUrl",
  "flowApiVersion",
  "clientId",
  "tenant",
  "authorityUrl",
  "resource",
  "$schema",
];
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const settingsRules: readonly Rule<Settings>[] = [
  {
    id: "settings-structure",
    code: "JsonTypeIncorrect",
    levels: LEVELS.refused,
    description: "Every setting has its type.",
    fix: "Write the setting as the documentation of paconn describes it.",
    check: ({ node }) => shapeFaults(settingsShape, node),
  },
  {
    id: "settings-unknown",
    levels: LEVELS.advice,
    description: "settings.json has no unknown settings.",
    fix: `There may be ${KEYS.join(", ")}.`,
    *check({ node }) {
      for (const key of Object.keys(node)) {
        if (KEYS.includes(key)) continue;
        yield { path: [key], message: `The setting ${quoteValue(key)} is not known.` };
      }
    },
  },
  {
    id: "settings-file",
    levels: LEVELS.refused,
    description: "settings.json names a definition and properties that there are.",
    fix: "Correct the name; it is relative to where paconn is run.",
    check: (settings) => missingFiles(settings, ["apiDefinition", "apiProperties"]),
  },
  {
    id: "settings-extra-file",
    levels: LEVELS.advice,
    description: "settings.json names an icon and a script that there are, or else goes without.",
    fix: "Correct or remove the name; paconn leaves out what it does not find, and does not say so.",
    check: (settings) => missingFiles(settings, ["icon", "script"]),
  },
  {
    id: "settings-environment",
    levels: LEVELS.advice,
    description: "The environment is the id of one.",
    fix: "Copy the id from the portal's address: …/environments/ID/….",
    *check({ node }) {
      const id = own(node, "environment");
      if (!isFilled(id) || GUID.test(id.replace(/^(?:Default|Legacy)-/i, ""))) return;
      yield { path: ["environment"], message: `${quoteValue(id)} is no id of an environment.` };
    },
  },
  {
    id: "settings-url",
    levels: LEVELS.advice,
    description: "powerAppsUrl is an https address.",
    fix: 'Set it to "https://api.powerapps.com".',
    *check({ node }) {
      const url = own(node, "powerAppsUrl");
      if (!isFilled(url) || (isAbsoluteUrl(url) && url.startsWith("https:"))) return;
      yield { path: ["powerAppsUrl"], message: `${quoteValue(url)} is no https address.` };
    },
  },
];

function* missingFiles({ node, fileNames }: Settings, keys: readonly string[]): Generator<Problem> {
  for (const key of keys) {
    const name = own(node, key);
    if (!isFilled(name) || fileNames === undefined || !isPlainName(name)) continue;
    if (fileNames.includes(name.replace(/^\.[/\\]/, ""))) continue;
    yield { path: [key], message: `There is no file ${quoteValue(name)}.` };
  }
}

/** Only names of files in the same folder can be looked up. */
function isPlainName(name: string): boolean {
  return /^(?:\.[/\\])?[^/\\]+$/.test(name);
}
