import { printable } from "../quote";
import { parseSource } from "./parseSource";

/**
 * What a text holds, JSON or YAML.
 *
 * @param name its file or address, which an error begins with
 * @throws SyntaxError with line and column where it cannot be read
 */
export function dataOf(text: string, name: string): unknown {
  const { data, problems } = parseSource(text, name);
  const [problem] = problems;
  if (data !== undefined || problem === undefined) return data;
  const { line, column, message } = problem;
  throw new SyntaxError(`${name}, line ${line}, column ${column}: ${printable(message)}`);
}
