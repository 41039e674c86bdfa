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
    fix: "Write the setting as described in the documentation of paconn.",
    check: ({ node }) => shapeFaults(settingsShape, node),
  },
  {
    id: "settings-unknown",
    levels: LEVELS.advice,
    description: "settings.json does not contain unknown settings.",
    fix: `Use only ${KEYS.join(", ")}.`,
    *check({ node }) {
      for (const key of Object.keys(node)) {
        if (KEYS.includes(key)) continue;
        yield { path: [key], message: `The setting ${quoteValue(key)} is unknown.` };
      }
    },
  },
  {
    id: "settings-file",
    levels: LEVELS.refused,
    description: "The definition and the properties that settings.json names exist.",
    fix: "Correct the name, which is relative to the folder that paconn runs in.",
    check: (settings) => missingFiles(settings, ["apiDefinition", "apiProperties"]),
  },
  {
    id: "settings-extra-file",
    levels: LEVELS.advice,
    description: "The icon and the script that settings.json names exist.",
    fix: "Correct or remove the name. paconn silently leaves out files that it does not find.",
    check: (settings) => missingFiles(settings, ["icon", "script"]),
  },
  {
    id: "settings-environment",
    levels: LEVELS.advice,
    description: "The environment is the id of an environment.",
    fix: "Copy the id from the portal's URL: …/environments/ID/….",
    *check({ node }) {
      const id = own(node, "environment");
      if (!isFilled(id) || GUID.test(id.replace(/^(?:Default|Legacy)-/i, ""))) return;
      yield {
        path: ["environment"],
        message: `${quoteValue(id)} is not the id of an environment.`,
      };
    },
  },
  {
    id: "settings-url",
    levels: LEVELS.advice,
    description: "powerAppsUrl is an https URL.",
    fix: 'Set it to "https://api.powerapps.com".',
    *check({ node }) {
      const url = own(node, "powerAppsUrl");
      if (!isFilled(url) || (isAbsoluteUrl(url) && url.startsWith("https:"))) return;
      yield { path: ["powerAppsUrl"], message: `${quoteValue(url)} is not an https URL.` };
    },
  },
];

function* missingFiles({ node, fileNames }: Settings, keys: readonly string[]): Generator<Problem> {
  for (const key of keys) {
    const name = own(node, key);
    if (!isFilled(name) || fileNames === undefined || !isPlainName(name)) continue;
    if (fileNames.includes(name.replace(/^\.[/\\]/, ""))) continue;
    yield { path: [key], message: `The file ${quoteValue(name)} does not exist.` };
  }
}

/** Only names of files in the same folder can be looked up. */
function isPlainName(name: string): boolean {
  return /^(?:\.[/\\])?[^/\\]+$/.test(name);
}
