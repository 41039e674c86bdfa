import * as v from "valibot";
import { validate } from "../http/validate";
import type { ObjectSchema } from "../operation";

/** What became of one item: its value, or what is wrong with it in a sentence. */
export type Checked<Value> =
  | { readonly value: Value; readonly problem?: never }
  | { readonly problem: string; readonly value?: never };

/** A schema that takes anything, and says of each value whether it keeps to another schema. */
type LenientSchema<Schema extends ObjectSchema> = v.GenericSchema<
  v.InferInput<Schema>,
  Checked<v.InferOutput<Schema>>
>;

/**
 * An item that may be bad without making the whole request bad. It is published as the schema that
 * it is held against, which makers of documents find under `publishedAs`.
 */
export function lenient<Schema extends ObjectSchema>(schema: Schema): LenientSchema<Schema> {
  const check = (value: unknown): Checked<v.InferOutput<Schema>> => {
    if (typeof value !== "object" || value === null) return { problem: "It is not an object." };
    const { output, errors } = validate(schema, value);
    if (!errors) return { value: output };
    const problems = errors.map(
      ({ pointer, detail }) => `${pointer?.replace("#/", "")}: ${detail}`,
    );
    return { problem: problems.join(" ") };
  };
  const published = Object.assign(v.unknown(), { publishedAs: schema });
  return v.pipe(v.unknown(), v.transform(check), published) as LenientSchema<Schema>;
}
