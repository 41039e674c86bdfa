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
    enum: v.exactOptional(v.array(scalar)),
    default: v.exactOptional(scalar),
    minimum: v.exactOptional(v.number()),
    maximum: v.exactOptional(v.number()),
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
 * @throws RangeError when the schema needs a keyword that is not among those
 */
export function toSwaggerSchema(schema: v.GenericSchema): SwaggerSchema {
  const result = v.safeParse(publishable, toJson(schema));
  if (result.success) return result.output;
  throw unpublishable(v.summarize(result.issues));
}

function unpublishable(problem: string, cause?: unknown): RangeError {
  return new RangeError(
    `A contract's schema cannot be published as it is:\n${problem}\n` +
      "Write it with the keywords that connector/definition/toSwaggerSchema.ts lists, or add one there.",
    { cause },
  );
}

/** What these do has no keyword in Swagger. Callers learn of a refusal from the error response. */
const UNPUBLISHED_ACTIONS = [
  "check",
  "finite",
  "uuid",
  "trim",
  "trim_start",
  "trim_end",
  "to_lower_case",
  "to_upper_case",
];

function toJson(schema: v.GenericSchema): ReturnType<typeof toJsonSchema> {
  try {
    return toJsonSchema(schema, {
      // Of the targets to choose from, OpenAPI 3.0's schemas are the closest to Swagger 2.0's.
      target: "openapi-3.0",
      typeMode: "output",
      ignoreActions: UNPUBLISHED_ACTIONS,
      overrideSchema: ({ valibotSchema }) => publishedForm(valibotSchema),
    });
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw unpublishable(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** The form of a schema that the library has none for, or another one; null where its own will do. */
function publishedForm(schema: object): ReturnType<typeof toJsonSchema> | null {
  if ("publishedAs" in schema) return toJson(schema.publishedAs as v.GenericSchema);
  if (!("literal" in schema)) return null;
  const { literal } = schema as { literal: string | number | boolean };
  return { type: typeof literal as "string" | "number" | "boolean", enum: [literal] };
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
