import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
} from "yaml";
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

/** A few anchors are handy; documents that multiply by them are not. */
const MAX_ALIASES = 100;

/** Reads a YAML text, by YAML 1.2's core schema: dates stay texts. */
export function parseYaml(text: string): ParsedSource {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: true,
      merge: true,
      logLevel: "error",
    });
    const [error] = document.errors;
    // The reader is recursive; a text that is too deep for it ends its stack.
    if (error?.code === "RESOURCE_EXHAUSTION") return unreadable(TOO_DEEP);
    if (error !== undefined) return unreadable(problemOf(error, error.pos[0], lines));
    const data: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    if (isTooDeep(data)) return unreadable(TOO_DEEP);
    const locate = (path: JsonPath): Place => placeAt(lines, offsetOf(document, path));
    return { data, problems: [], locate };
  } catch (error) {
    return unreadable(error instanceof RangeError ? TOO_DEEP : problemOf(error, 0, lines));
  }
}

function problemOf(error: unknown, offset: number, lines: LineCounter): SourceProblem {
  const full = error instanceof Error ? error.message : String(error);
  const [reason = full] = full.split(/ at line \d|\n/);
  const rule = reason.startsWith("Map keys must be unique")
    ? "source-duplicate-key"
    : "source-syntax";
  return { rule, message: `The text is no YAML: ${quote(reason)}.`, ...placeAt(lines, offset) };
}

/** Where the path's key begins, or its item; that of the nearest one around it otherwise. */
function offsetOf(document: Document.Parsed, path: JsonPath): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const segment of path) {
    if (isAlias(node)) node = node.resolve(document);
    const child = childOf(node, segment);
    if (child === undefined) return offset;
    offset = child.offset ?? offset;
    node = child.node;
  }
  return offset;
}

function childOf(
  node: unknown,
  segment: string | number,
): { offset: number | undefined; node: unknown } | undefined {
  if (isSeq(node)) {
    const item: unknown = node.items[Number(segment)];
    return item === undefined ? undefined : { offset: offsetOfNode(item), node: item };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => keyOf(key) === String(segment));
  return pair && { offset: offsetOfNode(pair.key), node: pair.value };
}

function keyOf(key: unknown): string {
  return String(isNode(key) && "value" in key ? key.value : key);
}

function offsetOfNode(node: unknown): number | undefined {
  if (isPair(node)) return offsetOfNode(node.key);
  return isNode(node) ? node.range?.[0] : undefined;
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
