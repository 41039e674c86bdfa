import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import type { Json } from "./json";
import { lineAndColumn } from "./lineAndColumn";

/** What of JSON's relatives a document may use. */
export interface JsonDialect {
  /** Comments and trailing commas, which the Functions host reads in an app's files. @default false */
  readonly relaxed?: boolean;
}

/**
 * Reads a JSON text. A byte order mark, which Visual Studio writes, is passed over.
 *
 * @param name what an error calls the document
 * @throws Error with line and column when the text is not JSON.
 */
export function parseJson(text: string, name: string, { relaxed = false }: JsonDialect = {}): Json {
  const plain = text.replace(/^\uFEFF/, "");
  const errors: ParseError[] = [];
  const value: Json = parse(plain, errors, {
    disallowComments: !relaxed,
    allowTrailingComma: relaxed,
  });
  const [first] = errors;
  if (first === undefined) return value;
  const { line, column } = lineAndColumn(plain, first.offset);
  const what = printParseErrorCode(first.error)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
  throw new Error(
    `${name} is not JSON: line ${line}, column ${column}: ${what}. Correct it there.`,
  );
}
