import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";

const hostings = ["flex", "consumption"] as const;
const flexMemoryChoicesMB = [512, 2048, 4096];

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

  const oneOf = <T>(key: string, value: T, allowed: readonly T[]): void => {
    if (!allowed.includes(value)) problems.push(describe(config, key, value, allowed.join(" or ")));
  };
  const inRange = (key: string, value: number, minimum: number, maximum: number): void => {
    if (!Number.isInteger(value) || value < minimum || value > maximum) {
      problems.push(describe(config, key, value, `a whole number from ${minimum} to ${maximum}`));
    }
  };

  const settings: Settings = {
    location: config.require("location"),
    hosting: config.require("hosting") as Hosting,
    apiKeyVersion: config.requireNumber("apiKeyVersion"),
    instanceMemoryMB: config.requireNumber("instanceMemoryMB"),
    maximumInstanceCount: config.requireNumber("maximumInstanceCount"),
    logRetentionDays: config.requireNumber("logRetentionDays"),
  };

  if (!/^[a-z][a-z0-9]+$/.test(settings.location)) {
    problems.push(
      describe(config, "location", settings.location, "an Azure region's name, such as westeurope"),
    );
  }
  oneOf("hosting", settings.hosting, hostings);
  inRange("apiKeyVersion", settings.apiKeyVersion, 1, 1_000_000);
  oneOf("instanceMemoryMB", settings.instanceMemoryMB, flexMemoryChoicesMB);
  inRange(
    "maximumInstanceCount",
    settings.maximumInstanceCount,
    1,
    settings.hosting === "consumption" ? 200 : 1000,
  );
  inRange("logRetentionDays", settings.logRetentionDays, 30, 730);

  const unknown = Object.keys(allConfig())
    .filter((key) => key.startsWith(`${config.name}:`))
    .map((key) => key.slice(config.name.length + 1))
    .filter((key) => !(key in settings));
  for (const key of unknown) {
    problems.push(
      `Configuration ${config.name}:${key} is not known, expected one of ${Object.keys(settings).join(", ")}. ` +
        `Remove it with: pulumi config rm ${key}`,
    );
  }

  if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
  return settings;
}

function describe(config: pulumi.Config, key: string, value: unknown, allowed: string): string {
  return (
    `Configuration ${config.name}:${key} is "${String(value)}", expected ${allowed}. ` +
    `Set it with: pulumi config set ${key} VALUE`
  );
}
