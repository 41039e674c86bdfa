import type { SchemaObject, SwaggerDocument } from "../document/swaggerDocument";
import { fact, named, stated, wordSet } from "./named";
import { requireReferences } from "../document/references";
import { jsonPathOf, type JsonPath } from "../source/jsonPath";
import { PLACE, type Field } from "./surface";

/** Power Platform itself refuses far smaller definitions; this bounds what a hostile one costs. */
const MAX_FIELDS = 100_000;

const BOUNDS = [
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "multipleOf",
  "maxLength",
  "minLength",
  "pattern",
  "maxItems",
  "minItems",
  "uniqueItems",
  "maxProperties",
  "minProperties",
];
const TEXTS = ["title", "description", "x-ms-summary", "example", "x-example", "x-ms-test-value"];
const DYNAMIC = /^x-ms-dynamic-/;
const OWN_FACTS = new Set(["x-ms-visibility", "x-ms-url-encoding"]);

/** Reads schemas of one document as fields. */
export type FieldReader = (schema: SchemaObject, place: JsonPath, required: boolean) => Field;

/** One of the schemas that a schema consists of by `allOf`, itself included. */
interface Part {
  readonly schema: SchemaObject;
  readonly place: JsonPath;
  /** The references it stands within. */
  readonly within: readonly string[];
}

/**
 * A reader of the document's schemas. One that contains itself is read until it repeats.
 *
 * @throws RangeError (the reader) when a reference leads nowhere, or there are too many fields
 */
export function fieldReader(document: SwaggerDocument): FieldReader {
  let fieldCount = 0;

  function read({ schema, place, within }: Part, required: boolean): Field {
    fieldCount += 1;
    if (fieldCount > MAX_FIELDS) {
      throw new RangeError(
        `The definition's operations have more than ${MAX_FIELDS} fields, references resolved. ` +
          "Definitions that multiply their schemas by references are not compared.",
      );
    }
    const parts = partsOf({ schema, place, within });
    const [self] = parts;
    if (!self) return { ...nothing(place, required), repeats: schema.$ref ?? jsonPathOf(place) };
    // Keywords outside allOf override those in it.
    const keywords: SchemaObject = Object.assign({}, ...parts.toReversed().map((p) => p.schema));
    return {
      ...nothing(self.place, required),
      ...factsOf(keywords),
      fields: named(parts.flatMap((part) => fieldsOf(part, requiredOf(parts)))),
      ...itemsOf(parts),
      ...othersOf(parts),
    };
  }

  function partsOf({ schema, place, within }: Part): Part[] {
    const { node, path, references } = requireReferences(document, schema, place);
    if (references.some((reference) => within.includes(reference))) return [];
    const self = { schema: node, place: path, within: [...within, ...references] };
    const others = (node.allOf ?? []).flatMap((part, index) =>
      partsOf({ ...self, schema: part, place: [...path, "allOf", index] }),
    );
    return [self, ...others];
  }

  function fieldsOf(part: Part, required: ReadonlySet<string>): [string, Field][] {
    return Object.entries(part.schema.properties ?? {}).map(([name, schema]) => {
      const place = [...part.place, "properties", name];
      return [name, read({ ...part, schema, place }, required.has(name))];
    });
  }

  function itemsOf(parts: readonly Part[]): Pick<Field, "items"> {
    const part = parts.find(({ schema }) => schema.items);
    if (!part?.schema.items) return {};
    const place = [...part.place, "items"];
    return { items: read({ ...part, schema: part.schema.items, place }, true) };
  }

  function othersOf(parts: readonly Part[]): Pick<Field, "others"> {
    const part = parts.find(({ schema }) => schema.additionalProperties !== undefined);
    const others = part?.schema.additionalProperties;
    if (!part || others === undefined || others === true) return {};
    if (others === false) return { others };
    const place = [...part.place, "additionalProperties"];
    return { others: read({ ...part, schema: others, place }, false) };
  }

  return (schema, place, required) => read({ schema, place, within: [] }, required);
}

function requiredOf(parts: readonly Part[]): ReadonlySet<string> {
  return new Set(parts.flatMap(({ schema }) => schema.required ?? []));
}

function nothing(place: JsonPath, required: boolean): Field {
  const none = named<never>([]);
  return {
    [PLACE]: place,
    required,
    bounds: none,
    dynamic: none,
    texts: none,
    extensions: none,
    fields: none,
  };
}

function factsOf(schema: SchemaObject): Omit<Field, typeof PLACE | "required" | "fields"> {
  const { format, readOnly } = schema;
  const type = typeOf(schema);
  const extensions = Object.entries(schema).filter(([name]) => name.startsWith("x-"));
  return {
    ...(type !== undefined && { type }),
    ...(format !== undefined && { format }),
    ...(readOnly === true && { readOnly }),
    ...(schema["x-ms-visibility"] !== undefined && { visibility: fact(schema["x-ms-visibility"]) }),
    ...(schema["default"] !== undefined && { default: fact(schema["default"]) }),
    ...(schema.enum && { enum: wordSet(schema.enum.map((value) => JSON.stringify(value))) }),
    bounds: stated(pick(schema, BOUNDS)),
    dynamic: named(
      extensions
        .filter(([name]) => DYNAMIC.test(name))
        .map(([name, value]) => [name, stated(value as Record<string, unknown>)] as const),
    ),
    texts: stated(pick(schema, TEXTS)),
    extensions: stated(
      Object.fromEntries(
        extensions.filter(
          ([name]) => !DYNAMIC.test(name) && !OWN_FACTS.has(name) && !TEXTS.includes(name),
        ),
      ),
    ),
  };
}

/** A schema with properties is that of an object, whether it says so or not. */
function typeOf(schema: SchemaObject): string | undefined {
  if (schema.type !== undefined) return [schema.type].flat().join(" or ");
  if (schema.properties) return "object";
  return schema.items ? "array" : undefined;
}

function pick(schema: SchemaObject, keywords: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keywords.map((keyword) => [keyword, schema[keyword]]));
}
