import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as ts from "typescript";
import { functionAppPackage } from "../../../providers/functionapp/package";
import * as resources from "../../../providers/functionapp/resources";
import { AZURE_SETTINGS } from "../../../providers/rest/azureConfig";
import { packageSchema } from "../../../providers/rest/packageSchema";
import { findPulumi } from "../../../local/pulumiCli/findPulumi";
import { projectFolder } from "../../support/projectFolder";

interface Properties {
  [name: string]: { type?: string; $ref?: string; description: string; secret?: boolean };
}
interface Schema {
  name: string;
  version: string;
  config: { variables: Properties };
  provider: { inputProperties: Properties };
  resources: Record<
    string,
    {
      description: string;
      inputProperties: Properties;
      requiredInputs: string[];
      properties: Properties;
      required: string[];
    }
  >;
  functions: Record<string, { outputs: { properties: Properties } }>;
  types: Record<string, { properties: Properties; required: string[] }>;
}

const schema = packageSchema(functionAppPackage) as unknown as Schema;
const classNames = Object.keys(schema.resources).map((token) => token.split(":").at(-1) ?? "");
const source = ts.createSourceFile(
  "resources.ts",
  readFileSync(join(projectFolder, "providers/functionapp/resources.ts"), "utf8"),
  ts.ScriptTarget.Latest,
  true,
);

/** A member of an interface or a class, as resources.ts declares it. */
interface Member {
  name: string;
  isOptional: boolean;
  isDescribed: boolean;
}

function membersOf(name: string): Member[] {
  const found = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration | ts.ClassDeclaration =>
      (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) &&
      statement.name?.text === name,
  );
  if (found === undefined) throw new Error(`resources.ts declares no ${name}.`);
  return [...found.members].flatMap((member) =>
    ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)
      ? {
          name: member.name.getText(),
          isOptional: member.questionToken !== undefined,
          isDescribed: ts.getJSDocCommentsAndTags(member).length > 0,
        }
      : [],
  );
}

function namesOf(members: readonly Member[]): string[] {
  return members.map(({ name }) => name).toSorted();
}

test("the provider's executable gives the schema to the CLI", async () => {
  const { command } = await findPulumi();
  const text = execFileSync(
    command.command,
    [
      "package",
      "get-schema",
      join(projectFolder, "providers/functionapp/pulumi-resource-functionapp"),
    ],
    { encoding: "utf8", env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } },
  );
  // The CLI adds what is empty, and sorts.
  expect(JSON.parse(text)).toMatchObject(JSON.parse(JSON.stringify(schema)));
});

test("everything in the schema is described", () => {
  const described = [
    schema.config.variables,
    schema.provider.inputProperties,
    ...Object.values(schema.types).map(({ properties }) => properties),
    ...Object.values(schema.functions).map(({ outputs }) => outputs.properties),
    ...Object.values(schema.resources).map(({ properties }) => properties),
  ];
  for (const properties of described) {
    const without = Object.entries(properties).filter(([, { description }]) => description === "");
    expect(without).toEqual([]);
  }
});

test.each(classNames)("the class %s is as the schema has it", (name) => {
  const resource = schema.resources[`functionapp:index:${name}`];
  const args = membersOf(`${name}Args`);
  expect(namesOf(args)).toEqual(Object.keys(resource?.inputProperties ?? {}).toSorted());
  expect(namesOf(args.filter(({ isOptional }) => !isOptional))).toEqual(
    resource?.requiredInputs.toSorted(),
  );
  const outputs = Object.keys(resource?.properties ?? {}).filter(
    (property) => !Object.hasOwn(resource?.inputProperties ?? {}, property),
  );
  const fields = membersOf(name);
  // A secret input is an output too, which resolves once the resource is there.
  const secrets = Object.entries(resource?.properties ?? {})
    .filter(([, { secret }]) => secret)
    .map(([property]) => property);
  expect(namesOf(fields)).toEqual([...outputs, ...secrets].toSorted());
  expect([...args, ...fields].filter(({ isDescribed }) => !isDescribed)).toEqual([]);
});

test.each(["File", "Upload"])("the type %s is as the schema has it", (name) => {
  const type = schema.types[`functionapp:index:${name}`];
  const members = membersOf(name === "File" ? "FileArgs" : name);
  expect(namesOf(members)).toEqual(Object.keys(type?.properties ?? {}).toSorted());
  expect(type?.required.toSorted()).toEqual(namesOf(members));
});

test("the provider's class takes every setting", () => {
  const members = membersOf("ProviderArgs");
  expect(namesOf(members)).toEqual(Object.keys(AZURE_SETTINGS).toSorted());
  expect(members.filter(({ isDescribed, isOptional }) => !isDescribed || !isOptional)).toEqual([]);
});

test("the classes register what they are given, with secrets marked", async () => {
  const registered: Record<string, unknown> = {};
  const call = { token: "" };
  await pulumi.runtime.setMocks({
    newResource: ({ type, inputs }) => {
      registered[type] = inputs;
      return { id: "id", state: inputs };
    },
    call: ({ token }) => {
      call.token = token;
      return { subscriptionId: "s", tenantId: "t" };
    },
  });
  const provider = new resources.Provider("provider", { useOidc: true, clientSecret: "hidden" });
  const key = new resources.FunctionKey("key", { appId: "a", name: "k", value: "hidden" });
  const isSecret = await pulumi.isSecret(key.value);
  await new Promise<string>((resolve) => provider.urn.apply(resolve));
  expect(isSecret).toBe(true);
  expect(await resources.getClientConfig()).toEqual({ subscriptionId: "s", tenantId: "t" });
  expect(call.token).toBe("functionapp:index:getClientConfig");
  expect(registered["functionapp:index:FunctionKey"]).toMatchObject({ appId: "a", name: "k" });
  expect(registered["pulumi:providers:functionapp"]).toMatchObject({ useOidc: "true" });
});
