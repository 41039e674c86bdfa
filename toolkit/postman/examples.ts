import { sample } from "openapi-sampler";
import { isObject } from "../document/json";
import type { SchemaObject, SwaggerDocument, SwaggerParameter } from "../document/swaggerDocument";

/** What a collection is for: to call the API, or to make a connector of it. */
export type Purpose = "call" | "import";

/** Where definitions put a value to try a parameter with, the best place first. */
const EXAMPLES = ["x-ms-test-value", "x-example", "example", "default"];

/** Values to try a definition's operations with. */
export interface Examples {
  /** What a parameter may be given, by the definition. undefined when it names no value. */
  valueOf(parameter: SwaggerParameter): unknown;
  /** A value of the parameter's type, where the definition names none. */
  placeholderOf(parameter: SwaggerParameter): unknown;
  /**
   * A body to send. What may be left out is in it where makers see it and, in a body to call with,
   * where the definition names a value for it: a value that is made up may mean something.
   */
  bodyOf(schema: SchemaObject): unknown;
  /** The body of a response. */
  responseBodyOf(schema: SchemaObject): unknown;
}

/** Examples from a definition's own values; where it names none, from types and bounds. */
export function examplesOf(document: SwaggerDocument, purpose: Purpose): Examples {
  const options = { quiet: true } as const;
  const isSent = (field: unknown) =>
    isObject(field) &&
    field["x-ms-visibility"] !== "internal" &&
    (purpose === "import" || namesValue(field));
  const sentForm = (value: unknown) => formOf(value, isSent, purpose === "call");
  const sent = sentForm(document) as SwaggerDocument;
  return {
    valueOf: (parameter) => {
      const known = EXAMPLES.map((name) => parameter[name]).find((value) => value !== undefined);
      return known ?? (parameter["enum"] as unknown[] | undefined)?.[0];
    },
    placeholderOf: (parameter) => sample({ ...parameter, required: [] }, options, document),
    bodyOf: (schema) =>
      sample(sentForm(schema) as object, { ...options, skipReadOnly: true }, sent),
    responseBodyOf: (schema) =>
      sample(schema as object, { ...options, skipWriteOnly: true }, document),
  };
}

/** Whether a schema names a value for itself or for something in it. A reference may. */
function namesValue(schema: Readonly<Record<string, unknown>>): boolean {
  if (["$ref", "enum", ...EXAMPLES].some((name) => schema[name] !== undefined)) return true;
  const fields = isObject(schema["properties"]) ? Object.values(schema["properties"]) : [];
  const parts = [...fields, schema["items"], ...((schema["allOf"] as unknown[] | undefined) ?? [])];
  return parts.some((part) => isObject(part) && namesValue(part));
}

/**
 * A copy for bodies to send: its objects have, of the fields that may be left out, only those that are
 * kept; texts that must be given and have no example may become variables of their names.
 */
function formOf(
  value: unknown,
  isKept: (field: unknown) => boolean,
  asVariables: boolean,
): unknown {
  const copy = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(copy);
    if (!isObject(part)) return part;
    const required: unknown[] = Array.isArray(part["required"]) ? part["required"] : [];
    const entries = Object.entries(part).map(([key, inner]) => {
      if (key !== "properties" || !isObject(inner)) return [key, copy(inner)];
      const fields = Object.entries(inner).flatMap(([name, field]): [string, unknown][] => {
        if (!required.includes(name)) return isKept(field) ? [[name, copy(field)]] : [];
        return [[name, asVariables ? asVariable(name, copy(field)) : copy(field)]];
      });
      return [key, Object.fromEntries(fields)];
    });
    return Object.fromEntries(entries);
  };
  return copy(value);
}

function asVariable(name: string, field: unknown): unknown {
  const isUnknownText = isObject(field) && field["type"] === "string" && !namesValue(field);
  return isUnknownText ? { ...field, example: `{{${name}}}` } : field;
}
