import * as v from "valibot";
import { describeValue } from "../http/describeValue";
import { validate } from "../http/validate";
import type { ObjectSchema } from "./contract";

/** One item after validation: its value, or what is wrong with it in a sentence or more. */
export type Checked<Value> =
  | { readonly value: Value; readonly problem?: never }
  | { readonly problem: string; readonly given: unknown; readonly value?: never };

/** A schema that takes anything, and says for each value whether another schema accepts it. */
type LenientSchema<Schema extends ObjectSchema> = v.GenericSchema<
  v.InferInput<Schema>,
  Checked<v.InferOutput<Schema>>
>;

/**
 * An item that may be bad without making the whole request bad. It is published as the schema that
 * it is checked with, which the documents read from `publishedAs`.
 */
export function lenient<Schema extends ObjectSchema>(schema: Schema): LenientSchema<Schema> {
  const check = (given: unknown): Checked<v.InferOutput<Schema>> => {
    if (typeof given !== "object" || given === null || Array.isArray(given)) {
      return { given, problem: `Expected an object, but received ${describeValue(given)}.` };
    }
    const { output, errors } = validate(schema, given);
    if (!errors) return { value: output };
    const problems = errors.map(
      ({ pointer, detail }) => `${pointer?.replace("#/", "")}: ${detail}`,
    );
    return { given, problem: problems.join(" ") };
  };
  const published = Object.assign(v.unknown(), { publishedAs: schema });
  return v.pipe(v.unknown(), v.transform(check), published) as LenientSchema<Schema>;
}
