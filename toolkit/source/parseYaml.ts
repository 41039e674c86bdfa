import {
  Composer,
  isAlias,
  isMap,
  isNode,
  isPair,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  type Document,
  type CST,
} from "yaml";
import { quoteValue } from "../text/messageText";
import type { JsonPath } from "./jsonPath";
import { isTooDeep, MAX_DEPTH } from "./depth";
import { TOO_DEEP, unreadable, type ParsedSource, type SourceProblem } from "./parsedSource";
import { START, type Place } from "./textPlaces";

/** A few anchors are handy; documents that multiply by them are not. */
const MAX_ALIASES = 100;

/** Reads a YAML text, by YAML 1.2's core schema: dates stay texts. */
export function parseYaml(text: string): ParsedSource {
  const lines = new LineCounter();
  try {
    const composer = new Composer({ uniqueKeys: true, merge: true, logLevel: "error" });
    const documents = composer.compose(tokensOf(text, lines), true, text.length);
    const [document, another] = Array.from(documents);
    const [error] = document?.errors ?? [];
    if (error !== undefined) return unreadable(problemOf(error, placeAt(lines, error.pos[0])));
    if (document === undefined || another !== undefined) return unreadable(NOT_ONE_DOCUMENT);
    const data: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    if (isTooDeep(data)) return unreadable(TOO_DEEP);
    return { data, problems: [], locate: (path) => placeAt(lines, offsetOf(document, path)) };
  } catch (error) {
    return unreadable(error instanceof TooDeepError ? TOO_DEEP : problemOf(error, START));
  }
}

class TooDeepError extends Error {}

/**
 * The text's tokens, each document with all that it holds.
 *
 * The library makes documents of them by recursion, and a regular expression that V8 compiles at
 * the end of the stack ends the process, which no `catch` can help. Its parser has a stack of its
 * own, which tells the depth before.
 *
 * @throws TooDeepError at the first token that is deeper than is read
 */
function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token> {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    // Beside the collections the stack has their document and a scalar.
    if (parser.stack.length > MAX_DEPTH + 3) throw new TooDeepError();
  }
  yield* parser.end();
}

const NOT_ONE_DOCUMENT: SourceProblem = {
  rule: "source-syntax",
  message: "The text is more than one YAML document.",
  ...START,
};

function problemOf(error: unknown, place: Place): SourceProblem {
  const reason = error instanceof Error ? error.message : String(error);
  const rule = reason.startsWith("Map keys must be unique")
    ? "source-duplicate-key"
    : "source-syntax";
  return { rule, message: `The text is not valid YAML: ${quoteValue(reason)}.`, ...place };
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
