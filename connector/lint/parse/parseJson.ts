import {
  parseTree,
  printParseErrorCode,
  visit,
  type Node,
  type ParseError,
  type ParseOptions,
} from "jsonc-parser";
import { perObject } from "../model/perObject";
import { quote } from "../quote";
import type { JsonPath } from "../rule";
import {
  isTooDeep,
  TOO_DEEP,
  unreadable,
  type ParsedSource,
  type Place,
  type SourceProblem,
} from "./parsedSource";

/** As JSON has it: the platform reads no comments and no trailing commas. */
const STRICT: ParseOptions = { disallowComments: true, allowTrailingComma: false };

/** Reads a JSON text. Lines and columns are worked out only when they are asked for. */
export function parseJson(text: string): ParsedSource {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return unreadable(syntaxProblem(text, error));
  }
  if (isTooDeep(data)) return unreadable(TOO_DEEP);
  const lines = lineStartsOf(text);
  let tree: Node | undefined;
  return {
    data,
    problems: duplicateKeys(text),
    locate: (path) => {
      tree ??= parseTree(text, [], STRICT);
      return placeAt(lines, tree === undefined ? 0 : offsetOf(tree, path));
    },
  };
}

function syntaxProblem(text: string, error: unknown): SourceProblem {
  const errors: ParseError[] = [];
  try {
    parseTree(text, errors, STRICT);
  } catch {
    return TOO_DEEP;
  }
  const [first] = errors;
  const reason = first === undefined ? String(error) : printParseErrorCode(first.error);
  const place = placeAt(lineStartsOf(text), first?.offset ?? 0);
  const words = reason.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return { rule: "source-syntax", message: `The text is no JSON: ${words}.`, ...place };
}

/** JSON.parse takes the last of two properties with one name; other readers refuse both. */
function duplicateKeys(text: string): SourceProblem[] {
  const problems: SourceProblem[] = [];
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (name, _offset, _length, startLine, startCharacter) => {
      const names = open.at(-1);
      if (names?.has(name) === true) {
        problems.push({
          rule: "source-duplicate-key",
          message: `The property ${quote(name)} is there twice. The last one counts, or none.`,
          line: startLine + 1,
          column: startCharacter + 1,
        });
      }
      names?.add(name);
    },
  });
  return problems;
}

/** Where the path's property begins, or its item; that of the nearest one around it otherwise. */
function offsetOf(tree: Node, path: JsonPath): number {
  let node = tree;
  let { offset } = tree;
  for (const segment of path) {
    const next = childOf(node, segment);
    if (next === undefined) return offset;
    ({ offset, node } = next);
  }
  return offset;
}

function childOf(node: Node, segment: string | number): { offset: number; node: Node } | undefined {
  const child =
    node.type === "array"
      ? node.children?.[Number(segment)]
      : propertiesOf(node).get(String(segment));
  const value = child?.type === "property" ? child.children?.[1] : child;
  return child && value && { offset: child.offset, node: value };
}

/** An object's properties by name; of two with one name, the last one counts. */
const propertiesOf = perObject((node: Node): ReadonlyMap<unknown, Node> => {
  return new Map(node.children?.map((child) => [child.children?.[0]?.value, child]));
});

function lineStartsOf(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
}

function placeAt(lineStarts: readonly number[], offset: number): Place {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}
