import { sample } from "openapi-sampler";
import type { Contract } from "../../function/contract/contract";
import { operationNamed, operationUrl } from "./operations";
import type { ConnectorDefinition, SwaggerSchema, ValueParameter } from "./swagger";

/** A call of an operation that can be sent as it is, but for the caller's credentials. */
export interface ExampleCall {
  /** In capitals. */
  readonly method: string;
  /** Absolute, on the definition's host. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON text. Absent when there is no body. */
  readonly body?: string;
}

/**
 * A call of an operation with all that it requires and nothing else. Its values are the definition's
 * examples; where there is none, a value of the right type and range.
 *
 * @throws RangeError when the definition has no such operation
 */
export function exampleCall(
  definition: ConnectorDefinition,
  contract: Pick<Contract, "operationId">,
): ExampleCall {
  const { method, operation } = operationNamed(definition, contract.operationId);
  const required = operation.parameters.filter(({ required: isRequired }) => isRequired);
  const valuesIn = (place: ValueParameter["in"]): [string, string][] =>
    required.flatMap((parameter) =>
      parameter.in === place ? [[parameter.name, String(exampleOf(parameter))]] : [],
    );
  const body = required.find((parameter) => parameter.in === "body");
  return {
    method: method.toUpperCase(),
    url: withValues(operationUrl(definition, contract), valuesIn("path"), valuesIn("query")),
    headers: {
      ...Object.fromEntries(valuesIn("header")),
      ...(body && { "Content-Type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(exampleOf(body.schema)) }),
  };
}

function withValues(
  url: string,
  path: readonly [name: string, value: string][],
  query: readonly [name: string, value: string][],
): string {
  const filled = path.reduce(
    (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)),
    url,
  );
  const search = new URLSearchParams(Object.fromEntries(query)).toString();
  return search === "" ? filled : `${filled}?${search}`;
}

/** A value to try a schema with: the one that it names, else one that it allows. */
export function exampleOf(schema: SwaggerSchema | ValueParameter): unknown {
  const example = namedExample(schema);
  if (example !== undefined) return example;
  // A parameter's `required` is a flag, a schema's is a list of fields.
  const { required, ...rest } = schema;
  const asSchema: object = Array.isArray(required) ? schema : rest;
  return sample(asSchema, { skipNonRequired: true, quiet: true });
}

/** The value to try it with that a definition names. @returns undefined where it names none */
export function namedExample(schema: SwaggerSchema | ValueParameter): SwaggerSchema["example"] {
  return "in" in schema ? schema["x-example"] : schema.example;
}
