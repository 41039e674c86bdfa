import { operationsOf, type PlacedOperation } from "../definition/operations";
import type {
  BodyParameter,
  ConnectorDefinition,
  SwaggerSchema,
  ValueParameter,
} from "../definition/swagger";

/** One thing that an operation takes or answers, as people know it. */
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
    .map((placed) => ({
      kind: placed.operation["x-ms-trigger"] ? "trigger" : "action",
      title: placed.operation.summary,
      description: placed.operation.description,
      inputs: placed.operation.parameters.flatMap(fieldsOfParameter),
      outputs: fieldsOf(answerOf(definition, placed)),
    }));
}

/** What a webhook trigger sends, else the answer that has a schema. */
function answerOf(
  { paths }: ConnectorDefinition,
  { path, operation }: PlacedOperation,
): SwaggerSchema | undefined {
  const notice = paths[path]?.["x-ms-notification-content"];
  if (notice && operation["x-ms-trigger"]) return notice.schema;
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
