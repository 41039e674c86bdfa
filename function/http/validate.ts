import * as v from "valibot";
import type { ObjectSchema } from "../contract/contract";
import { describeValue } from "./describeValue";
import type { FieldError } from "./problem";

/** What a schema made of an object, or what is wrong with it. */
export type Validation<Schema extends v.GenericSchema> =
  | { readonly output: v.InferOutput<Schema>; readonly errors?: never }
  | { readonly output?: never; readonly errors: readonly FieldError[] };

/**
 * The object as its schema makes it: fields checked and converted, unknown fields left out; or one
 * error for each bad field, which names it by a JSON pointer, or by its own name if it is a parameter.
 */
export function validate<Schema extends ObjectSchema>(
  schema: Schema,
  object: object,
  place: "body" | "parameters" = "body",
): Validation<Schema> {
  const result = v.safeParse(schema, object, { abortPipeEarly: true });
  if (result.success) return { output: result.output };
  return {
    errors: result.issues.map((issue) => {
      const keys = (issue.path ?? []).map((item) => String(item.key));
      const name = place === "body" ? { pointer: toPointer(keys) } : { parameter: keys.join(".") };
      return { ...name, ...complaintOf(schema, issue) };
    }),
  };
}

function complaintOf(
  schema: ObjectSchema,
  issue: v.BaseIssue<unknown>,
): { detail: string; expected: string } {
  const [first] = issue.path ?? [];
  if (first?.type === "object" && first.origin === "key") {
    const expected = expectationOf(schema.entries[first.key]) ?? "a value";
    return { detail: `Expected ${expected}, but it is missing.`, expected };
  }
  const expected = issue.message;
  const received = describeValue(issue.input);
  return { detail: `Expected ${expected}, but received ${received}.`, expected };
}

// A missing field is told what a field with a wrong value would be told.
function expectationOf(field: v.GenericSchema | undefined): string | undefined {
  return field && v.safeParse(field, undefined).issues?.[0].message;
}

/** RFC 6901, section 6: "~" and "/" are escaped, then the whole is percent-encoded. */
function toPointer(keys: readonly string[]): string {
  const escaped = keys.map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1"));
  return ["#", ...escaped.map(encodeURIComponent)].join("/");
}
