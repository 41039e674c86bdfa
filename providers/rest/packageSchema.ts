import * as v from "valibot";
import { AZURE_SETTINGS } from "./azureConfig";
import type { ObjectSchema, ProviderFunction, ResourceType } from "./resourceType";
import { WireAsset } from "./wire";

/** A provider's types, and what its package says of itself. */
export interface ProviderPackage<Session> {
  readonly name: string;
  readonly version: string;
  readonly displayName: string;
  readonly description: string;
  /** By Pulumi's type token. */
  readonly resources: Readonly<Record<string, ResourceType<Session>>>;
  readonly functions: Readonly<Record<string, ProviderFunction<Session>>>;
}

/** A type in Pulumi's schema. https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/ */
type TypeSpec = Record<string, unknown>;

/** The package's schema, from which Pulumi makes SDKs in each of its languages. */
export function packageSchema<Session>(
  providerPackage: ProviderPackage<Session>,
): Record<string, unknown> {
  const { name, version, displayName, description, resources, functions } = providerPackage;
  const types: Record<string, TypeSpec> = {};
  const properties = (schema: ObjectSchema, secrets: readonly string[] = []) =>
    propertySpecs(schema, secrets, name, types);
  const objectSpec = (schema: ObjectSchema) => ({
    properties: properties(schema),
    required: required(schema),
  });
  const settings = settingSpecs();
  return {
    name,
    version,
    displayName,
    description,
    license: "MIT",
    config: { variables: settings },
    provider: {
      description: "How the deployer signs in to Azure. What azure-native is told counts here too.",
      inputProperties: settings,
    },
    resources: Object.fromEntries(
      Object.entries(resources).map(([token, type]) => {
        const inputs = properties(type.inputs, type.secrets);
        const outputs = properties(type.outputs, type.secrets);
        return [
          token,
          {
            description: type.description,
            inputProperties: inputs,
            requiredInputs: required(type.inputs),
            properties: { ...inputs, ...outputs },
            required: [...required(type.inputs), ...required(type.outputs)].toSorted(),
          },
        ];
      }),
    ),
    functions: Object.fromEntries(
      Object.entries(functions).map(([token, called]) => [
        token,
        {
          description: called.description,
          ...(Object.keys(called.inputs.entries).length > 0 && {
            inputs: objectSpec(called.inputs),
          }),
          outputs: objectSpec(called.outputs),
        },
      ]),
    ),
    types,
  };
}

function settingSpecs(): Record<string, TypeSpec> {
  return Object.fromEntries(
    Object.entries(AZURE_SETTINGS).map(
      ([name, { description, variables, isSecret, isBoolean }]) => [
        name,
        {
          type: isBoolean ? "boolean" : "string",
          description: `${description} Environment: ${variables.join(" or ")}.`,
          ...(isSecret && { secret: true }),
        },
      ],
    ),
  );
}

function propertySpecs(
  schema: ObjectSchema,
  secrets: readonly string[],
  packageName: string,
  types: Record<string, TypeSpec>,
): Record<string, TypeSpec> {
  return Object.fromEntries(
    Object.entries(schema.entries).map(([name, entry]) => [
      name,
      {
        ...typeSpec(entry, packageName, types),
        description: describe(entry),
        ...(secrets.includes(name) && { secret: true }),
      },
    ]),
  );
}

function typeSpec(
  schema: v.GenericSchema,
  packageName: string,
  types: Record<string, TypeSpec>,
): TypeSpec {
  const inner = (part: unknown): TypeSpec => typeSpec(part as v.GenericSchema, packageName, types);
  const field = (name: string): unknown => Reflect.get(schema, name);
  switch (schema.type) {
    case "optional":
      return inner(field("wrapped"));
    case "string":
    case "picklist":
      return { type: "string" };
    case "boolean":
      return { type: "boolean" };
    case "number":
      return { type: "integer" };
    case "array":
      return { type: "array", items: inner(field("item")) };
    case "record":
      return { type: "object", additionalProperties: inner(field("value")) };
    case "instance":
      if (field("class") === WireAsset) return { $ref: "pulumi.json#/Asset" };
      break;
    case "strict_object": {
      const object = schema as ObjectSchema;
      const title = v.getTitle(object);
      if (title === undefined) break;
      const token = `${packageName}:index:${title}`;
      types[token] ??= {
        type: "object",
        description: describe(object),
        properties: propertySpecs(object, [], packageName, types),
        required: required(object),
      };
      return { $ref: `#/types/${token}` };
    }
  }
  throw new Error(`A property of type ${schema.type} has no place in a package's schema.`);
}

function describe(schema: v.GenericSchema): string {
  const wrapped: unknown = Reflect.get(schema, "wrapped");
  return (
    v.getDescription(schema) ?? (wrapped === undefined ? "" : describe(wrapped as v.GenericSchema))
  );
}

function required({ entries }: ObjectSchema): string[] {
  return Object.keys(entries)
    .filter((name) => entries[name]?.type !== "optional")
    .toSorted();
}
