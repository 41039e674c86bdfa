import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import type { Choices } from "../../function/contract/contract";
import type { DynamicChoices, SwaggerSchema } from "./swagger";

const scalar = v.union([v.string(), v.number(), v.boolean()]);

const choices: v.GenericSchema<unknown, Choices> = v.strictObject({
  operationId: v.string(),
  items: v.string(),
  title: v.string(),
  value: v.string(),
});

/** The keywords that may be published, in the order in which they are. Any other is refused. */
const publishable: v.GenericSchema<unknown, SwaggerSchema> = v.pipe(
  v.strictObject({
    type: v.picklist(["object", "array", "string", "number", "integer", "boolean"]),
    format: v.exactOptional(v.string()),
    description: v.exactOptional(v.string()),
    minimum: v.exactOptional(v.number()),
    minLength: v.exactOptional(v.number()),
    maxLength: v.exactOptional(v.number()),
    pattern: v.exactOptional(v.string()),
    minItems: v.exactOptional(v.number()),
    maxItems: v.exactOptional(v.number()),
    example: v.exactOptional(scalar),
    required: v.exactOptional(v.array(v.string())),
    properties: v.exactOptional(
      v.record(
        v.string(),
        v.lazy(() => publishable),
      ),
    ),
    items: v.exactOptional(v.lazy(() => publishable)),
    "x-ms-summary": v.exactOptional(v.string()),
    "x-ms-visibility": v.exactOptional(v.picklist(["important", "advanced", "internal"])),
    "x-ms-notification-url": v.exactOptional(v.literal(true)),
    choices: v.exactOptional(choices),
  }),
  v.transform(({ choices: given, ...schema }) => ({
    ...withoutEmptyList(schema),
    ...(given && dynamicChoices(given)),
  })),
);

/**
 * A contract's schema as Swagger 2.0 has it. It describes what the operation works with: a number
 * that may also come as a string is published as a number.
 *
 * @throws TypeError when the schema needs a keyword that is not among those
 */
export function toSwaggerSchema(schema: v.GenericSchema): SwaggerSchema {
  const result = v.safeParse(publishable, toJson(schema));
  if (result.success) return result.output;
  throw new TypeError(
    `A contract's schema cannot be published as it is:\n${v.summarize(result.issues)}\n` +
      "Write it with the keywords that connector/definition/toSwaggerSchema.ts lists, or add one there.",
  );
}

function toJson(schema: v.GenericSchema): ReturnType<typeof toJsonSchema> {
  return toJsonSchema(schema, {
    // Of the targets to choose from, OpenAPI 3.0's schemas are the closest to Swagger 2.0's.
    target: "openapi-3.0",
    typeMode: "output",
    // What these refuse has no keyword in Swagger. Callers learn of it from the error response.
    ignoreActions: ["check", "finite", "uuid"],
    overrideSchema: ({ valibotSchema }) =>
      "publishedAs" in valibotSchema ? toJson(valibotSchema.publishedAs as v.GenericSchema) : null,
  });
}

/** In Swagger's schemas a list of required fields is absent rather than empty. */
function withoutEmptyList<Schema extends { required?: string[] }>(
  schema: Schema,
): Schema | Omit<Schema, "required"> {
  if (schema.required?.length !== 0) return schema;
  const { required: _required, ...rest } = schema;
  return rest;
}

function dynamicChoices({ operationId, items, title, value }: Choices): DynamicChoices {
  return {
    "x-ms-dynamic-values": {
      operationId,
      parameters: {},
      "value-collection": items,
      "value-title": title,
      "value-path": value,
    },
    "x-ms-dynamic-list": {
      operationId,
      parameters: {},
      itemsPath: items,
      itemTitlePath: title,
      itemValuePath: value,
    },
  };
}
