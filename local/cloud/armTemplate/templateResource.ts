import * as v from "valibot";

/** What every resource of a template has. */
export const templateResource = v.looseObject({
  type: v.string(),
  apiVersion: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d(?:-preview)?$/)),
  name: v.string(),
  properties: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** One resource of a template. */
export type TemplateResource = v.InferOutput<typeof templateResource>;
