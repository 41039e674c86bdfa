import type * as v from "valibot";
import type { ObjectSchema } from "../contract/contract";
import { parseDecimal } from "./decimal";

/**
 * Parameters of one place with the types that their schemas expect. A path, query or header carries
 * text only, so where a schema is `v.number()`, `v.boolean()`, or a literal or picklist of such
 * values, a text that spells one becomes it: "40", "true". Any other text stays, and is refused by
 * the schema. A parameter without a value, such as an empty field of a form, is left out.
 */
export function readParameters(
  { entries }: ObjectSchema,
  texts: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const given = Object.entries(texts).filter(([, text]) => text !== "");
  return Object.fromEntries(
    given.map(([name, text]) => {
      const schema = Object.hasOwn(entries, name) ? entries[name] : undefined;
      return [name, schema ? fromText(schema, text) : text];
    }),
  );
}

function fromText(schema: v.GenericSchema, text: string): unknown {
  const { type, wrapped, literal, options } = schema as {
    readonly type: string;
    readonly wrapped?: v.GenericSchema;
    readonly literal?: unknown;
    readonly options?: readonly unknown[];
  };
  if (wrapped) return fromText(wrapped, text);
  if (type === "number") {
    const number = parseDecimal(text);
    return Number.isFinite(number) ? number : text;
  }
  const values = { boolean: [true, false], literal: [literal], picklist: options }[type] ?? [];
  return values.find((value) => String(value) === text) ?? text;
}
