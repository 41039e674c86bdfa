import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";
import { DEFAULT_AUTH, type Auth } from "../connector/auth/auth";
import { AUTH_KEYS, readAuth } from "../connector/auth/authKeys";
import { foreignKeys, providerNamespaces } from "./foreignKeys";
import type { FunctionConnectorSettings } from "./functionConnectorArgs";
import { HOSTINGS, NODE_VERSIONS, type Hosting, type NodeVersion } from "./hosting";

const flexMemoryChoicesMB = ["512", "2048", "4096"];

/** The stack's settings, checked. Types, defaults and descriptions are in Pulumi.yaml. */
export interface Settings extends FunctionConnectorSettings {
  location: string;
}

/** The settings that are read from one key each. */
type KeySettings = Omit<Settings, "auth">;

/**
 * Reads the stack's settings.
 *
 * @throws pulumi.RunError that names every wrong key, its value and what is allowed.
 */
export function readSettings(config: pulumi.Config): Settings {
  const reader = new SettingsReader(config);
  const hosting = reader.oneOf("hosting", HOSTINGS) as Hosting;
  const settings: KeySettings = {
    location: reader.matching(
      "location",
      /^[a-z][a-z0-9]+$/,
      "an Azure region's name, such as westeurope",
    ),
    hosting,
    nodeVersion: reader.oneOf("nodeVersion", NODE_VERSIONS) as NodeVersion,
    apiKeyVersion: reader.inRange("apiKeyVersion", 1, 1_000_000),
    basicUserName: reader.matching(
      "basicUserName",
      /^[\x21-\x39\x3b-\x7e]{1,64}$/,
      "1 to 64 characters without spaces and colons",
    ),
    callbackHosts: reader.matching(
      "callbackHosts",
      /^$|^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:,(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+)*$/,
      "host names in lower case, separated by commas, such as hooks.example.com,*.example.org",
    ),
    corsOrigins: reader.matching(
      "corsOrigins",
      /^$|^https:\/\/[a-z0-9.-]+(?::\d+)?(?:,https:\/\/[a-z0-9.-]+(?::\d+)?)*$/,
      "origins of web pages, separated by commas, such as https://app.example.com,https://example.org",
    ),
    noticeRetrySeconds: reader.inRange("noticeRetrySeconds", 1, 600),
    instanceMemoryMB: Number(reader.oneOf("instanceMemoryMB", flexMemoryChoicesMB)),
    maximumInstanceCount: reader.inRange(
      "maximumInstanceCount",
      1,
      hosting === "consumption" ? 200 : 1000,
    ),
    logRetentionDays: reader.inRange("logRetentionDays", 30, 730),
    skipPreflight: reader.oneOf("skipPreflight", ["true", "false"]) === "true",
  };
  const auth = reader.auth();
  const known = [...Object.keys(settings), ...AUTH_KEYS];
  reader.refuseUnknown(known);
  reader.refuseForeign(known);
  reader.end();
  return { ...settings, auth };
}

/** Reads values and remembers what is wrong with them, so that everything is reported at once. */
class SettingsReader {
  readonly #config: pulumi.Config;
  readonly #problems: string[] = [];

  constructor(config: pulumi.Config) {
    this.#config = config;
  }

  matching(key: string, pattern: RegExp, expected: string): string {
    return this.#read(key, (text) => pattern.test(text), expected);
  }

  oneOf(key: string, allowed: readonly string[]): string {
    return this.#read(key, (text) => allowed.includes(text), allowed.join(" or "));
  }

  inRange(key: string, minimum: number, maximum: number): number {
    const isAllowed = (text: string): boolean =>
      /^\d+$/.test(text) && Number(text) >= minimum && Number(text) <= maximum;
    return Number(this.#read(key, isAllowed, `a whole number from ${minimum} to ${maximum}`));
  }

  auth(): Auth {
    const { auth, problems = [] } = readAuth((key) => this.#config.get(key) ?? "");
    for (const { key, value, expected } of problems) this.#refuse(key, value, expected);
    return auth ?? DEFAULT_AUTH;
  }

  refuseUnknown(known: readonly string[]): void {
    const { name } = this.#config;
    const keys = Object.keys(allConfig())
      .filter((key) => key.startsWith(`${name}:`))
      .map((key) => key.slice(name.length + 1));
    for (const key of keys.filter((candidate) => !known.includes(candidate))) {
      this.#problems.push(
        `Configuration ${name}:${key} is not known, expected one of ${known.join(", ")}. ` +
          `Remove it with: pulumi config rm ${key}`,
      );
    }
  }

  refuseForeign(known: readonly string[]): void {
    const { name: project } = this.#config;
    const owners = { project, known, providers: providerNamespaces() };
    for (const key of foreignKeys(Object.keys(allConfig()), owners)) {
      const name = key.slice(key.indexOf(":") + 1);
      this.#problems.push(
        `Configuration ${key} belongs to another project, expected ${project}:${name}. ` +
          `Rename the key in Pulumi.${pulumi.getStack()}.yaml, or run: ` +
          `pulumi config set ${name} VALUE && pulumi config rm ${key}`,
      );
    }
  }

  end(): void {
    if (this.#problems.length > 0) throw new pulumi.RunError(this.#problems.join("\n"));
  }

  #read(key: string, isAllowed: (text: string) => boolean, expected: string): string {
    const text = this.#config.require(key);
    if (!isAllowed(text)) this.#refuse(key, text, expected);
    return text;
  }

  #refuse(key: string, value: string, expected: string): void {
    this.#problems.push(
      `Configuration ${this.#config.name}:${key} is "${value}", expected ${expected}. ` +
        `Set it with: pulumi config set ${key} VALUE`,
    );
  }
}
