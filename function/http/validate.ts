import * as v from "valibot";
import type { ObjectSchema } from "../contract/contract";
import { describeValue } from "./describeValue";
import { expectationOf } from "./expectationOf";
import { fieldAt } from "./fieldAt";
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
  const result = v.safeParse(schema, object, CONFIG);
  if (result.success) return { output: result.output };
  return {
    errors: result.issues.map((issue) => {
      const path = (issue.path ?? []).map(({ key }) => String(key));
      const name = place === "body" ? { pointer: toPointer(path) } : { parameter: path.join(".") };
      return { ...name, ...complaintOf(schema, issue) };
    }),
  };
}

/** What is said of a field when its schema has no message of its own. */
const CONFIG = { abortPipeEarly: true, message: expectationOf } as const;

function complaintOf(
  schema: ObjectSchema,
  issue: v.BaseIssue<unknown>,
): { detail: string; expected: string } {
  const last = issue.path?.at(-1);
  if (last?.type === "object" && last.origin === "key" && issue.expected === "never") {
    const expected = "no field of this name";
    return { detail: `Expected ${expected}, but received one.`, expected };
  }
  // JSON has no undefined, so nothing was sent.
  const isMissing = issue.input === undefined;
  const expected = isMissing ? expectationOfMissing(schema, issue) : issue.message;
  const received = isMissing ? "it is missing" : `received ${describeValue(issue.input)}`;
  return { detail: `Expected ${expected}, but ${received}.`, expected };
}

// A missing field gets the phrase that a field with a wrong value would get.
function expectationOfMissing(
  schema: ObjectSchema,
  { path, message }: v.BaseIssue<unknown>,
): string {
  const last = path?.at(-1);
  if (!path || last?.type !== "object" || last.origin !== "key") return message;
  const field = fieldAt(
    schema,
    path.map(({ key }) => String(key)),
  );
  return (field && v.safeParse(field, undefined, CONFIG).issues?.[0].message) ?? "a value";
}

/** RFC 6901, section 6: "~" and "/" are escaped, then the whole is percent-encoded. */
function toPointer(keys: readonly string[]): string {
  const escaped = keys.map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1"));
  return ["#", ...escaped.map(encodeURIComponent)].join("/");
}
