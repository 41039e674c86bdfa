import { isDeepStrictEqual } from "node:util";
import { type YAMLError, parseAllDocuments, stringify } from "yaml";
import { type Edit, withEdits } from "./edit";
import { editJson } from "./editJson";
import { editYaml } from "./editYaml";
import { type Json, type JsonObject, isJsonObject } from "./json";
import { parseJson } from "./parseJson";

export const definitionFormats = ["json", "yaml"] as const;
export type DefinitionFormat = (typeof definitionFormats)[number];

/** A definition as people keep it in a file. */
export interface DefinitionText {
  /** What errors call it. */
  readonly name: string;
  readonly format: DefinitionFormat;
  /** Without a byte order mark. */
  readonly text: string;
  readonly definition: JsonObject;
}

/** The format that a file's name tells, or else its text. */
export function formatOf(name: string, text = ""): DefinitionFormat {
  if (/\.ya?ml$/i.test(name)) return "yaml";
  if (/\.json$/i.test(name)) return "json";
  return text === "" || /^\s*\{/.test(text) ? "json" : "yaml";
}

/** Prints a definition: JSON with two spaces, or YAML; both end with a line end. */
export function printDefinition(definition: JsonObject, format: DefinitionFormat): string {
  return format === "json"
    ? `${JSON.stringify(definition, null, 2)}\n`
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
  const definition = parsed(plain, name, format);
  if (!isJsonObject(definition))
    throw new Error(`${name} is not an object. Expected a definition.`);
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
    if (!isJsonObject(value))
      throw new Error(`${name}: ${key} is not an object. Correct it first.`);
  }
  return { name, format, text: plain, definition };
}

function parsed(text: string, name: string, format: DefinitionFormat): Json {
  return format === "json" ? parseJson(text, name) : parseYaml(text, name);
}

function parseYaml(text: string, name: string): Json {
  const documents = parseAllDocuments(text, { merge: true });
  const [document] = documents;
  if (!Array.isArray(documents) || document === undefined || documents.length > 1) {
    throw new Error(`${name} has ${documents.length} YAML documents. Expected one.`);
  }
  const [error] = document.errors;
  if (error !== undefined)
    throw new Error(`${name} is not YAML: ${where(error)}. Correct it there.`);
  try {
    return document.toJS();
  } catch (cause) {
    // More aliases than a document that people wrote has.
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${name} cannot be read: ${message}.`, { cause });
  }
}

/** The library's message goes on with the text of the place. */
function where({ message }: YAMLError): string {
  return (message.split("\n")[0] ?? "").replace(/:$/, "");
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
    const definition = parsed(text, name, format);
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
