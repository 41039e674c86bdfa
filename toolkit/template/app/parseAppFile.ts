import { readFileSync } from "node:fs";
import { type ParseError, parse } from "jsonc-parser";
import { jsonFault } from "../../source/jsonFault";
import { textPlaces } from "../../source/textPlaces";
import { utf8Text } from "../../source/utf8Text";

/**
 * Reads a JSON file of an app as the Functions host does: with comments and trailing commas.
 * Undefined when there is no such file.
 *
 * @throws Error when it is there and cannot be read, with line and column where it is not JSON.
 */
export function parseAppFile(file: string): unknown {
  // Visual Studio begins a file with a byte order mark.
  const bytes = bytesOf(file);
  if (bytes === undefined) return undefined;
  const text = utf8Text(bytes, file).replace(/^\uFEFF/, "");
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined) return value;
  const { line, column } = textPlaces(text)(first.offset);
  throw new Error(
    `${file}, line ${line}, column ${column}: The text is not valid JSON: ${jsonFault(first)}.`,
  );
}

function bytesOf(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new Error(`Cannot read ${file}. Make it a file that you may read.`, { cause });
  }
}
