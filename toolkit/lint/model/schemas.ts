import type { JsonPath } from "../../source/jsonPath";
import { entriesOf, isObject, listOf, own, type JsonObject } from "../../document/json";

/** What a schema describes. */
export type SchemaUse = "definition" | "input" | "output" | "notification" | "parameter" | "header";

/** A schema where it is written; `node` may be a reference. */
export interface SchemaPlace {
  readonly node: JsonObject;
  readonly path: JsonPath;
  readonly use: SchemaUse;
  /** True for the outermost schema of a body, a response, a definition, a parameter or a header. */
  readonly isRoot: boolean;
}

/** The schema and every schema inside it, without following references. */
export function* schemasUnder(
  value: unknown,
  path: JsonPath,
  use: SchemaUse,
  isRoot = true,
): Generator<SchemaPlace> {
  if (!isObject(value)) return;
  yield { node: value, path, use, isRoot };
  for (const child of childrenOf(value)) {
    yield* schemasUnder(child.value, [...path, ...child.steps], use, false);
  }
}

/** A schema directly inside another. */
export interface Child {
  readonly value: unknown;
  readonly steps: JsonPath;
  /** The property's name; absent for items, values of a dictionary and parts of allOf. */
  readonly property?: string;
}

/** The schemas directly inside a schema. */
export function* childrenOf(schema: JsonObject): Generator<Child> {
  for (const [property, value] of entriesOf(own(schema, "properties"))) {
    yield { value, steps: ["properties", property], property };
  }
  const items = own(schema, "items");
  if (Array.isArray(items)) {
    for (const [index, value] of items.entries()) yield { value, steps: ["items", index] };
  } else if (isObject(items)) {
    yield { value: items, steps: ["items"] };
  }
  const rest = own(schema, "additionalProperties");
  if (isObject(rest)) yield { value: rest, steps: ["additionalProperties"] };
  for (const [index, value] of listOf(own(schema, "allOf")).entries()) {
    yield { value, steps: ["allOf", index] };
  }
}
