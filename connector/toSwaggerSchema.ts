import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import type { SwaggerSchema } from "./swagger";

/** The keywords that may be published, in the order in which they are. Any other is refused. */
const publishable: v.GenericSchema<SwaggerSchema> = v.strictObject({
  type: v.picklist(["object", "array", "string", "number", "integer", "boolean"]),
  description: v.exactOptional(v.string()),
  minimum: v.exactOptional(v.number()),
  example: v.exactOptional(v.union([v.string(), v.number(), v.boolean()])),
  required: v.exactOptional(v.array(v.string())),
  properties: v.exactOptional(
    v.record(
      v.string(),
      v.lazy(() => publishable),
    ),
  ),
  "x-ms-summary": v.exactOptional(v.string()),
  "x-ms-visibility": v.exactOptional(v.picklist(["important", "advanced", "internal"])),
});

/**
 * A contract's schema as Swagger 2.0 has it. It describes what the operation works with: a number
 * that may also come as a string is published as a number.
 *
 * @throws TypeError when the schema needs a keyword that is not among those
 */
export function toSwaggerSchema(schema: v.GenericSchema): SwaggerSchema {
  const jsonSchema = toJsonSchema(schema, {
    // Of the targets to choose from, OpenAPI 3.0's schemas are the closest to Swagger 2.0's.
    target: "openapi-3.0",
    typeMode: "output",
    // What these refuse has no keyword in Swagger. Callers learn of it from the error response.
    ignoreActions: ["check", "finite"],
  });
  const result = v.safeParse(publishable, jsonSchema);
  if (result.success) return result.output;
  throw new TypeError(
    `A contract's schema cannot be published as it is:\n${v.summarize(result.issues)}\n` +
      "Write it with the keywords that connector/toSwaggerSchema.ts lists, or add one there.",
  );
}
