import { isDeepStrictEqual } from "node:util";
import { stringify } from "yaml";
import { jsonText } from "../../text/jsonText";
import { formatOf, type Format } from "../../source/format";
import { dataOf } from "../../source/dataOf";
import { type Edit, withEdits } from "./edit";
import { editJson } from "./editJson";
import { editYaml } from "./editYaml";
import { isObject, type JsonObject } from "../../document/json";

/** A definition as people keep it in a file. */
export interface DefinitionText {
  /** What errors call it. */
  readonly name: string;
  readonly format: Format;
  /** Without a byte order mark. */
  readonly text: string;
  readonly definition: JsonObject;
}

/** Prints a definition: JSON with two spaces, or YAML; both end with a line end. */
export function printDefinition(definition: JsonObject, format: Format): string {
  return format === "json"
    ? jsonText(definition)
    : stringify(definition, { singleQuote: true, aliasDuplicateObjects: false });
}

/**
 * Reads a Swagger 2.0 definition, JSON or YAML.
 *
 * @throws Error with the line when it is neither, or not Swagger 2.0.
 */
export function parseDefinition(text: string, name: string): DefinitionText {
  const plain = text.replace(/^\uFEFF/, "");
  const format = formatOf(name, plain);
  const definition = dataOf(plain, name);
  if (!isObject(definition)) throw new Error(`${name} is not an object. Expected a definition.`);
  const { swagger, openapi } = definition;
  if (swagger !== "2.0") {
    const found =
      openapi === undefined ? JSON.stringify(swagger) : `openapi ${JSON.stringify(openapi)}`;
    throw new Error(
      `${name} is not a Swagger 2.0 definition: expected swagger "2.0", found ${found}.`,
    );
  }
  for (const key of ["paths", "securityDefinitions"]) {
    const value = definition[key] ?? {};
    if (!isObject(value)) throw new Error(`${name}: ${key} is not an object. Correct it first.`);
  }
  return { name, format, text: plain, definition };
}

/**
 * Makes edits in a definition's text, which keeps its order, its comments and its form.
 *
 * @throws Error when the text has a form, such as an alias, in which the edit would change more.
 */
export function editDefinition(source: DefinitionText, edits: readonly Edit[]): DefinitionText {
  return edits.reduce((current, edit) => editedOnce(current, edit), source);
}

function editedOnce(source: DefinitionText, edit: Edit): DefinitionText {
  const { name, format } = source;
  const wanted = withEdits(source.definition, [edit]);
  try {
    const text = (format === "json" ? editJson : editYaml)(source.text, edit);
    const definition = dataOf(text, name);
    if (!isDeepStrictEqual(definition, wanted)) throw new Error("More than that would change.");
    return { ...source, text, definition: wanted as JsonObject };
  } catch (cause) {
    throw new Error(
      `${name} cannot be added to at ${edit.at.join(" › ") || "its root"}, because of its form ` +
        "there. Write that part out in plain lines, without aliases.",
      { cause },
    );
  }
}
