import { operationsOf, type PlacedOperation } from "../../definition/operations";
import type {
  BodyParameter,
  ConnectorDefinition,
  SwaggerSchema,
  ValueParameter,
} from "../../definition/swagger";

/** One thing that an operation takes or returns, as people know it. */
export interface Field {
  /** Its title, behind those of what it is in. */
  readonly title: string;
  readonly isRequired: boolean;
  readonly description: string;
}

/** An operation as people know it. */
export interface DocumentedOperation {
  readonly kind: "action" | "trigger";
  readonly title: string;
  readonly description: string;
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
}

/** The operations that makers see, in the definition's order; those for the platform are left out. */
export function documentedOperations(definition: ConnectorDefinition): DocumentedOperation[] {
  return operationsOf(definition)
    .filter(({ operation }) => operation["x-ms-visibility"] !== "internal")
    .map((placed) => documentedOperation(definition, placed));
}

/** An operation of a definition as people know it. */
export function documentedOperation(
  definition: ConnectorDefinition,
  placed: PlacedOperation,
): DocumentedOperation {
  return {
    kind: placed.operation["x-ms-trigger"] ? "trigger" : "action",
    title: placed.operation.summary,
    description: placed.operation.description,
    inputs: placed.operation.parameters.flatMap(fieldsOfParameter),
    outputs: fieldsOf(outputOf(definition, placed)),
  };
}

/** What a webhook trigger sends, else the response that has a schema. */
function outputOf(
  { paths }: ConnectorDefinition,
  { path, operation }: PlacedOperation,
): SwaggerSchema | undefined {
  const notification = paths[path]?.["x-ms-notification-content"];
  if (notification && operation["x-ms-trigger"]) return notification.schema;
  return Object.values(operation.responses).find(({ schema }) => schema)?.schema;
}

function fieldsOfParameter(parameter: BodyParameter | ValueParameter): Field[] {
  if (parameter.in === "body") return fieldsOf(parameter.schema);
  return fieldOf(parameter, parameter.name, parameter.required, []);
}

function fieldsOf(schema: SwaggerSchema | undefined, within: readonly string[] = []): Field[] {
  const { properties = {}, required = [], items } = schema ?? {};
  if (items) return fieldsOf(items, within);
  return Object.entries(properties).flatMap(([name, property]) =>
    fieldOf(property, name, required.includes(name), within),
  );
}

function fieldOf(
  schema: SwaggerSchema | ValueParameter,
  name: string,
  isRequired: boolean,
  within: readonly string[],
): Field[] {
  if (schema["x-ms-visibility"] === "internal") return [];
  const titles = [...within, schema["x-ms-summary"] ?? name];
  const field = { title: titles.join(" / "), isRequired, description: schema.description ?? "" };
  return [field, ...fieldsOf(schema as SwaggerSchema, titles)];
}
