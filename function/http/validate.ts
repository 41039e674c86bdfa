import * as v from "valibot";
import type { ObjectSchema } from "../operation";
import { describeValue } from "./describeValue";
import { type FieldError, Problem } from "./problem";

/**
 * The object as its schema makes it: fields checked and converted, unknown fields left out.
 *
 * @throws Problem 400 with one entry for each bad field.
 */
export function validate<Schema extends ObjectSchema>(
  schema: Schema,
  body: object,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body, { abortPipeEarly: true });
  if (result.success) return result.output;
  throw new Problem(
    400,
    "The body does not have the fields this operation expects. Correct those listed in errors.",
    result.issues.map((issue) => toFieldError(schema, issue)),
  );
}

function toFieldError(schema: ObjectSchema, issue: v.BaseIssue<unknown>): FieldError {
  const path = issue.path ?? [];
  const pointer = toPointer(path.map((item) => String(item.key)));
  if (path[0]?.type === "object" && path[0].origin === "key") {
    const expected = expectationOf(schema.entries[path[0].key]) ?? "a value";
    return { pointer, detail: `Expected ${expected}, but it is missing.`, expected };
  }
  const expected = issue.message;
  return {
    pointer,
    detail: `Expected ${expected}, but received ${describeValue(issue.input)}.`,
    expected,
  };
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
