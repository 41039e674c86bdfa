import type { SwaggerParameter } from "../document/swaggerDocument";
import type { Entry } from "./collectionTypes";
import type { Examples, Purpose } from "./examples";

/** Between the elements of a list in one value; of `multi`, each element is a value. */
const SEPARATORS: Readonly<Record<string, string>> = { csv: ",", ssv: " ", tsv: "\t", pipes: "|" };

/**
 * A parameter with a value to try it with, in none or more entries.
 *
 * To call the API, internal optional parameters are skipped, other optional ones are disabled, and
 * required ones without an example are variables of their names. To make a connector, everything that
 * makers see has a value: a parameter without one is not imported.
 */
export function parameterEntries(
  parameter: SwaggerParameter,
  examples: Examples,
  purpose: Purpose,
): Entry[] {
  const { name = "", required = false } = parameter;
  const isInternal = parameter["x-ms-visibility"] === "internal";
  const known = examples.valueOf(parameter);
  if (isInternal && (purpose === "import" || (!required && known === undefined))) return [];
  const description = parameter["description"];
  const isDisabled = purpose === "call" && !required && !isInternal;
  const isVariable = purpose === "call" && required && known === undefined;
  const value = isVariable ? `{{${name}}}` : (known ?? examples.placeholderOf(parameter));
  return textsOf(value, parameter).map((text) => ({
    key: name,
    value: text,
    ...(typeof description === "string" && { description }),
    ...(isDisabled && { disabled: true as const }),
  }));
}

function textsOf(value: unknown, parameter: SwaggerParameter): string[] {
  if (!Array.isArray(value)) return [textOf(value)];
  const texts = value.map(textOf);
  const format = parameter["collectionFormat"];
  if (format === "multi") return texts;
  return [texts.join((typeof format === "string" && SEPARATORS[format]) || ",")];
}

/** A value as it stands in an address, a header or a form. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The names of the variables in a text, as in `{{apiKey}}`. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(/\{\{([^{}]+)\}\}/g)].map(([, name = ""]) => name);
}
