import {
  createScanner,
  parseTree,
  visit,
  type Node,
  type ParseError,
  type ParseOptions,
} from "jsonc-parser";
import { memoizePerObject } from "../document/memoizePerObject";
import { quoteValue } from "../text/messageText";
import type { JsonPath } from "./jsonPath";
import { isTooDeep, MAX_DEPTH } from "./depth";
import { TOO_DEEP, unreadable, type ParsedSource, type SourceProblem } from "./parsedSource";
import { jsonFault } from "./jsonFault";
import { textPlaces } from "./textPlaces";

/** As JSON has it: the platform reads no comments and no trailing commas. */
const STRICT: ParseOptions = { disallowComments: true, allowTrailingComma: false };

/** Reads a JSON text. What is more than its data is worked out only when it is asked for. */
export function parseJson(text: string): ParsedSource {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return unreadable(nestsTooDeep(text) ? TOO_DEEP : syntaxProblem(text, error));
  }
  if (isTooDeep(data)) return unreadable(TOO_DEEP);
  const placeAt = textPlaces(text);
  let tree: Node | undefined;
  return {
    data,
    get problems() {
      return duplicateKeys(text);
    },
    locate: (path) => {
      tree ??= parseTree(text, [], STRICT);
      return placeAt(tree === undefined ? 0 : offsetOf(tree, path));
    },
  };
}

function syntaxProblem(text: string, error: unknown): SourceProblem {
  const errors: ParseError[] = [];
  parseTree(text, errors, STRICT);
  const [first] = errors;
  const fault = first === undefined ? String(error) : jsonFault(first);
  const place = textPlaces(text)(first?.offset ?? 0);
  return { rule: "source-syntax", message: `The text is not valid JSON: ${fault}.`, ...place };
}

/**
 * Whether a text that is not valid JSON opens more levels than are read. `parseTree` is recursive, and V8
 * ends the process where it compiles a regular expression at the end of the stack.
 */
function nestsTooDeep(text: string): boolean {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length && depth <= MAX_DEPTH) {
    scanner.scan();
    const first = text[scanner.getTokenOffset()];
    if (first === "{" || first === "[") depth += 1;
    if (first === "}" || first === "]") depth -= 1;
  }
  return depth > MAX_DEPTH;
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
          message: `The property ${quoteValue(name)} is there twice. The last one counts, or none.`,
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
const propertiesOf = memoizePerObject((node: Node): ReadonlyMap<unknown, Node> => {
  return new Map(node.children?.map((child) => [child.children?.[0]?.value, child]));
});
