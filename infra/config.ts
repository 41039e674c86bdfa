import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";

const hostings = ["flex", "consumption"] as const;
const flexMemoryChoicesMB = ["512", "2048", "4096"];

/** How the function app is hosted: Flex Consumption on Linux, or Consumption on Windows. */
export type Hosting = (typeof hostings)[number];

/** The stack's settings, checked. Types, defaults and descriptions stand in Pulumi.yaml. */
export interface Settings {
  location: string;
  hosting: Hosting;
  apiKeyVersion: number;
  instanceMemoryMB: number;
  maximumInstanceCount: number;
  logRetentionDays: number;
}

/**
 * Reads the stack's settings.
 *
 * @throws pulumi.RunError that names every wrong key, its value and what is allowed.
 */
export function readSettings(config: pulumi.Config): Settings {
  const problems: string[] = [];

  const read = (key: keyof Settings, isAllowed: (text: string) => boolean, allowed: string) => {
    const text = config.require(key);
    if (!isAllowed(text)) {
      problems.push(
        `Configuration ${config.name}:${key} is "${text}", expected ${allowed}. ` +
          `Set it with: pulumi config set ${key} VALUE`,
      );
    }
    return text;
  };
  const readOneOf = (key: keyof Settings, allowed: readonly string[]) =>
    read(key, (text) => allowed.includes(text), allowed.join(" or "));
  const readInRange = (key: keyof Settings, minimum: number, maximum: number) => {
    const isAllowed = (text: string) =>
      /^\d+$/.test(text) && Number(text) >= minimum && Number(text) <= maximum;
    return Number(read(key, isAllowed, `a whole number from ${minimum} to ${maximum}`));
  };

  const hosting = readOneOf("hosting", hostings) as Hosting;
  const settings: Settings = {
    location: read(
      "location",
      (text) => /^[a-z][a-z0-9]+$/.test(text),
      "an Azure region's name, such as westeurope",
    ),
    hosting,
    apiKeyVersion: readInRange("apiKeyVersion", 1, 1_000_000),
    instanceMemoryMB: Number(readOneOf("instanceMemoryMB", flexMemoryChoicesMB)),
    maximumInstanceCount: readInRange(
      "maximumInstanceCount",
      1,
      hosting === "consumption" ? 200 : 1000,
    ),
    logRetentionDays: readInRange("logRetentionDays", 30, 730),
  };

  const unknown = Object.keys(allConfig())
    .filter((key) => key.startsWith(`${config.name}:`))
    .map((key) => key.slice(config.name.length + 1))
    .filter((key) => !Object.hasOwn(settings, key));
  for (const key of unknown) {
    problems.push(
      `Configuration ${config.name}:${key} is not known, expected one of ${Object.keys(settings).join(", ")}. ` +
        `Remove it with: pulumi config rm ${key}`,
    );
  }

  if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
  return settings;
}
