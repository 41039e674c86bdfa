import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parse as parseYaml } from "yaml";
import { FunctionConnector, outputsOf } from "../../infra/functionConnector";
import type { FunctionConnectorArgs } from "../../infra/functionConnectorArgs";
import { MAIN_CONNECTOR } from "../../infra/earlierResources";
import type { Hosting } from "../../infra/hosting";
import { deriveNames, type NameSeed, type Names } from "../../infra/names";
import { cloudOutputs, subscriptionId } from "../support/expectedResources";
import { findResource, runOnMockEngine, type MockRun } from "../support/mockEngine";
import { projectFolder } from "../support/projectFolder";
import { sampleConnector } from "../support/sampleConnector/sampleConnector";

import program = require("../../infra/index");

const fullSentence = v.pipe(v.string(), v.regex(/^[A-Z].{20,}\.$/));

/** What Pulumi.yaml says; every configuration key is declared in full. */
export const project = v.parse(
  v.object({
    name: v.string(),
    config: v.record(
      v.string(),
      v.variant("type", [
        v.strictObject({
          type: v.literal("string"),
          default: v.string(),
          description: fullSentence,
        }),
        v.strictObject({
          type: v.literal("integer"),
          default: v.pipe(v.number(), v.integer()),
          description: fullSentence,
        }),
        v.strictObject({
          type: v.literal("boolean"),
          default: v.boolean(),
          description: fullSentence,
        }),
      ]),
    ),
  }),
  readProject(),
);

/** `pulumi new` adds keys of Pulumi's own, such as `pulumi:tags`. */
function readProject(): object {
  const text = readFileSync(join(projectFolder, "Pulumi.yaml"), "utf8");
  const declared = parseYaml(text) as { config: Record<string, unknown> };
  const own = Object.entries(declared.config).filter(([key]) => !key.includes(":"));
  return { ...declared, config: Object.fromEntries(own) };
}

/** The declared default of each configuration key. */
export const defaults: Readonly<Record<string, string | number | boolean>> = Object.fromEntries(
  Object.entries(project.config).map(([key, declared]) => [key, declared.default]),
);

export const hostings: Hosting[] = ["flex", "consumption"];

/** The declared defaults with these changes, as the engine gives them to a program. */
export function configuration(changes: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...defaults, ...changes }).map(([key, value]) => [
      `${project.name}:${key}`,
      String(value),
    ]),
  );
}

/** What auth oauth2 needs. */
export const oauth2 = {
  oauth2Issuer: "https://issuer.example/",
  oauth2Audience: "quotes",
  oauth2KeySetUrl: "https://issuer.example/keys",
  oauth2ClientId: "connector",
  oauth2AuthorizationUrl: "https://issuer.example/authorize",
  oauth2TokenUrl: "https://issuer.example/token",
  oauth2Scopes: "read write",
};
/** What auth entraId needs. */
export const entraId = {
  entraTenantId: "0A1B2C3D-0000-0000-0000-000000000001",
  entraClientId: "0a1b2c3d-0000-0000-0000-000000000002",
  entraResource: "api://0a1b2c3d-0000-0000-0000-000000000003",
};

/** The names in Azure of the project's own connector in stack dev, with these changes. */
export function namesOf(seed: Partial<NameSeed> = {}): Names {
  return deriveNames({
    project: project.name,
    stack: "dev",
    component: MAIN_CONNECTOR,
    hosting: "flex",
    subscriptionId,
    ...seed,
  });
}

/** How a program is run. */
interface RunOptions {
  /** The function app's host name. @default the one that Azure gives it */
  hostName?: string;
  /** Configuration beside the defaults. */
  changes?: Record<string, string>;
}

/** Runs any program in stack dev. */
export function run(
  pulumiProgram: () => Promise<unknown>,
  { hostName, changes }: RunOptions = {},
): Promise<MockRun> {
  return runOnMockEngine({
    program: pulumiProgram,
    project: project.name,
    stack: "dev",
    config: configuration(changes),
    call: () => ({ subscriptionId, functionAppDomain: "azurewebsites.net" }),
    outputsOf: (type, name, inputs) => cloudOutputs(type, name, inputs, hostName),
  });
}

/** Runs the project's own program. */
export function runProgram(options: RunOptions = {}): Promise<MockRun> {
  return run(program, options);
}

/** Inputs of a FunctionConnector with the sample connector, with nothing but what is required. */
export const sampleArgs: FunctionConnectorArgs = {
  connector: sampleConnector,
  functionFolder: join(projectFolder, "function"),
  connectorFolder: join(projectFolder, "connector"),
  programFolder: join(projectFolder, "infra"),
  location: "westeurope",
};

/** Runs a program that makes one FunctionConnector with the sample connector. */
export function runSample(
  args: Partial<FunctionConnectorArgs> = {},
  options: RunOptions & { name?: string } = {},
): Promise<MockRun> {
  const { name = MAIN_CONNECTOR } = options;
  const sample = async () => outputsOf(new FunctionConnector(name, { ...sampleArgs, ...args }));
  return run(sample, options);
}

/** The part of an input under these keys. */
export function part(stack: MockRun, label: string, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => Reflect.get(Object(value), key),
    findResource(stack, label).inputs,
  );
}
