import { parseJson } from "./parseJson";
import { unreadable, type ParsedSource } from "./parsedSource";
import { parseYaml } from "./parseYaml";

/** Power Platform takes definitions of up to 1 MB. */
export const MAX_CHARACTERS = 5_000_000;

/**
 * Reads a text: as YAML if its name ends with .yaml or .yml, or if it has no name and begins like
 * none of JSON; as JSON otherwise. Never throws; a text that cannot be read is a problem with its
 * place.
 *
 * @param name name of the file, if it has one
 */
export function parseSource(text: string, name?: string): ParsedSource {
  if (text.length > MAX_CHARACTERS) {
    const message = `The document has ${text.length} characters. At most ${MAX_CHARACTERS} are read.`;
    return unreadable({ rule: "source-too-large", message, line: 1, column: 1 });
  }
  // Editors on Windows begin a file with a byte order mark.
  const plain = text.replace(/^\ufeff/, "");
  return isYaml(plain, name) ? parseYaml(plain) : parseJson(plain);
}

function isYaml(text: string, name: string | undefined): boolean {
  if (name !== undefined && /\.ya?ml$/i.test(name)) return true;
  if (name !== undefined && /\.json$/i.test(name)) return false;
  return !/^\s*[[{]/.test(text);
}
