import type { Definition } from "../model/definition";
import type { FileProblem, Part } from "../model/folder";
import { isObject } from "../../document/json";
import type { Properties } from "../model/properties";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Problem, type Rule, type RuleText } from "../rule";
import type { FolderRule } from "./folderRule";
import type { Settings } from "./settings";

/** Texts that are secrets by their form alone. Their forms take linear time on any text. */
const FORMS: readonly (readonly [name: string, form: RegExp])[] = [
  ["a key of Azure Functions", /(?<=[\w-]{30})AzFu[\w-]{2,}={0,2}/],
  ["a key of an Azure storage account", /AccountKey=[\w+/]{40,}={0,2}/],
  ["a shared access signature", /[?&]sig=[\w%+/]{20,}/],
  ["a private key", /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/],
  ["a signed token", /\beyJ[\w-]{10,300}\.eyJ[\w-]{10}/],
  ["a token of GitHub", /\bgh[pousr]_[A-Za-z0-9]{36,}/],
  ["a key of Amazon", /\bAKIA[0-9A-Z]{16}\b/],
  ["a key of Google", /\bAIza[\w-]{35}/],
  ["a token of Slack", /\bxox[abprs]-[\w-]{10,}/],
  ["a password in an address", /\bhttps?:\/\/[^\s/:@]+:[^\s/:@]+@/],
];

/**
 * Names of properties whose value is a secret unless it is a placeholder. Examples in a definition have
 * such names too, so only its values are checked.
 */
const SECRET_NAMES = /^(?:client_?secret|password|private_?key|access_?token)$/i;
const STANDS_FOR = /^\s*$|^\W|your|here|replace|placeholder|example|secret|xxx|\*\*/i;

const TEXT: RuleText = {
  id: "secret",
  levels: LEVELS.refused,
  description: "Files do not contain secrets.",
  fix: "Remove the secret and revoke it: everyone who has the file knows it.",
};

export const definitionSecrets: Rule<Definition> = {
  ...TEXT,
  check: ({ root }) => secretsBelow(root, [], () => undefined),
};

export const propertiesSecrets: Rule<Properties> = {
  ...TEXT,
  check: ({ root }) => secretsBelow(root, [], namedSecret),
};

export const settingsSecrets: Rule<Settings> = {
  ...TEXT,
  check: ({ node }) => secretsBelow(node, [], namedSecret),
};

export const textSecrets: FolderRule = {
  ...TEXT,
  *check({ readme, intro, script }) {
    for (const [part, text] of [
      ["readme", readme],
      ["intro", intro],
      ["script", script],
    ] as const) {
      yield* secretsInText(part, text ?? "");
    }
  },
};

function* secretsInText(part: Part, text: string): Generator<FileProblem> {
  for (const [index, line] of text.split("\n").entries()) {
    const found = secretIn(line);
    if (found !== undefined) yield { part, line: index + 1, message: messageOf(found) };
  }
}

function* secretsBelow(
  value: unknown,
  path: JsonPath,
  named: (key: string | number | undefined, value: string) => Secret | undefined,
): Generator<Problem> {
  if (typeof value === "string") {
    const found = secretIn(value) ?? named(path.at(-1), value);
    if (found !== undefined) yield { path, message: messageOf(found) };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* secretsBelow(item, [...path, index], named);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield* secretsBelow(item, [...path, key], named);
    }
  }
}

interface Secret {
  readonly name: string;
  readonly text: string;
}

function secretIn(text: string): Secret | undefined {
  for (const [name, form] of FORMS) {
    const [found] = form.exec(text) ?? [];
    if (found !== undefined) return { name, text: found };
  }
  return undefined;
}

function namedSecret(key: string | number | undefined, value: string): Secret | undefined {
  if (typeof key !== "string" || !SECRET_NAMES.test(key)) return undefined;
  return STANDS_FOR.test(value) ? undefined : { name: `the value of ${key}`, text: value };
}

/** Says enough to find it, and no more. */
function messageOf({ name, text }: Secret): string {
  return `This looks like ${name}: ${quoteValue(`${text.slice(0, 4)}…`)}.`;
}
