import { printable } from "../text/messageText";
import { parseSource } from "./parseSource";

/**
 * What a text holds, JSON or YAML.
 *
 * @param name its file or address, which an error begins with
 * @throws SyntaxError with line and column where it cannot be read
 */
export function dataOf(text: string, name: string): unknown {
  const source = parseSource(text, name);
  if (source.data !== undefined) return source.data;
  const [problem] = source.problems;
  if (problem === undefined) return undefined;
  const { line, column, message } = problem;
  throw new SyntaxError(`${name}, line ${line}, column ${column}: ${printable(message)}`);
}
