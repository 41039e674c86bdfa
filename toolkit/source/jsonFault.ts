import { printParseErrorCode, type ParseError } from "jsonc-parser";

/** What is wrong with a JSON text, in words: `close brace expected`. */
export function jsonFault({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
}
