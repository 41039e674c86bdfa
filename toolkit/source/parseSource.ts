import { formatOf } from "./format";
import { parseJson } from "./parseJson";
import { unreadable, type ParsedSource } from "./parsedSource";
import { START } from "./textPlaces";

/** Power Platform takes definitions of up to 1 MB. */
export const MAX_CHARACTERS = 5_000_000;

/**
 * Reads a text as what `formatOf` takes it for. Never throws; a text that cannot be read is a
 * problem with its place.
 *
 * @param name name of the file, if it has one
 */
export function parseSource(text: string, name?: string): ParsedSource {
  if (text.length > MAX_CHARACTERS) {
    const message = `The document has ${text.length} characters. At most ${MAX_CHARACTERS} are read.`;
    return unreadable({ rule: "source-too-large", message, ...START });
  }
  // Editors on Windows begin a file with a byte order mark.
  const plain = text.replace(/^\ufeff/, "");
  if (formatOf(name ?? "", plain) === "json") return parseJson(plain);
  // Most definitions are JSON; the library of YAML is loaded for those that are not.
  const { parseYaml }: typeof import("./parseYaml") = require("./parseYaml");
  return parseYaml(plain);
}
