import {
  type Document,
  type Node,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  visit,
} from "yaml";
import type { Edit } from "./edit";
import { type Splice, lineEndOf, lineStart, spliced } from "./splice";

/**
 * Makes an edit in a YAML text. Not a character of what is there changes, comments included; what
 * is new follows the text's indentation and line ends.
 *
 * @throws Error when there is nothing at the edit's place.
 */
export function editYaml(text: string, edit: Edit): string {
  const document = parseDocument(text);
  const node = edit.at.length === 0 ? document.contents : document.getIn(edit.at, true);
  if (!isCollection(node) && !isScalar(node))
    throw new Error(`nothing is at ${edit.at.join(" › ")}`);
  if (edit.kind === "value") return spliced(text, replacement(node, stringify(edit.value).trim()));
  const isEmpty = !isCollection(node) || node.items.length === 0;
  if (isInFlow(document, edit.at) || (!isEmpty && node.flow === true)) {
    return spliced(text, flowInsertion(text, node, edit, isEmpty));
  }
  const style = blockStyle(text, document);
  const content = edit.kind === "entries" ? edit.entries : edit.items;
  const block = stringify(content, {
    indent: style.unit,
    indentSeq: style.indentsSequences,
    singleQuote: true,
    aliasDuplicateObjects: false,
  });
  const place = isEmpty ? emptyPlace(node, edit.at, document, text, style) : blockPlace(text, node);
  const lines = block.trimEnd().replaceAll(/^(?=.)/gm, " ".repeat(place.column));
  const insert = `${place.before}${lines}${place.after}`.replaceAll("\n", lineEndOf(text));
  return spliced(text, { start: place.start, end: place.end, insert });
}

/** Where new lines go, how far they are indented, and what stands around them. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly column: number;
  readonly before: string;
  readonly after: string;
}

/** Below the last line of a collection, with the comments that are indented as deep as it. */
function blockPlace(text: string, node: Node): Place {
  const column = columnOf(text, firstOffset(text, node));
  const end = contentEnd(node);
  let start = end > 0 && text[end - 1] === "\n" ? end : nextLine(text, end);
  for (let from = start; from < text.length; from = nextLine(text, from)) {
    const line = text.slice(from, nextLine(text, from));
    const comment = /^( *)#/.exec(line);
    if (comment === null && line.trim() !== "") break;
    if (comment !== null && (comment[1]?.length ?? 0) < column) break;
    if (comment !== null) start = nextLine(text, from);
  }
  const isLineOpen = start > 0 && text[start - 1] !== "\n";
  return {
    start,
    end: start,
    column,
    before: isLineOpen ? "\n" : "",
    after: isLineOpen ? "" : "\n",
  };
}

/** In the place of `{}`, `[]` or nothing, one level below its key. */
function emptyPlace(
  node: Node,
  at: readonly string[],
  document: Document,
  text: string,
  { unit, indentsSequences }: BlockStyle,
): Place {
  const parent = document.getIn(at.slice(0, -1), true) ?? document.contents;
  const outer = isMap(parent) ? columnOf(text, firstOffset(text, parent)) : 0;
  const column = isSeq(node) && !indentsSequences ? outer : outer + unit;
  const [start = 0, end = start] = node.range ?? [];
  const keyEnd = text.slice(0, start).trimEnd().length;
  // A comment beside the key stays there.
  const beside = /^[ \t]*(?:#[^\r\n]*)?(?=\r?\n|$)/.exec(text.slice(end))?.[0] ?? "";
  return {
    start: keyEnd,
    end: end + beside.length,
    column,
    before: `${beside.replace(/^(?=#)/, " ").trimEnd()}\n`,
    after: "",
  };
}

/** Whether a place is inside of brackets, where no block can be. */
function isInFlow(document: Document, at: readonly string[]): boolean {
  return at.some((_, depth) => {
    const outer = depth === 0 ? document.contents : document.getIn(at.slice(0, depth), true);
    return isCollection(outer) && outer.flow === true;
  });
}

/** Before the closing bracket, in JSON, which is YAML's flow style too. */
function flowInsertion(
  text: string,
  node: Node,
  edit: Exclude<Edit, { kind: "value" }>,
  isEmpty: boolean,
): Splice {
  const members =
    edit.kind === "entries"
      ? Object.entries(edit.entries).map(
          ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
        )
      : edit.items.map((item) => JSON.stringify(item));
  const closing = (node.range?.[1] ?? 0) - 1;
  const start = text.slice(0, closing).trimEnd().length;
  const separator = isEmpty ? "" : text[start - 1] === "," ? " " : ", ";
  return { start, end: start, insert: separator + members.join(", ") };
}

function replacement(node: Node, insert: string): Splice {
  const [start = 0, end = start] = node.range ?? [];
  return { start, end, insert };
}

/** Where a node's own content ends: a collection's range goes on over comments that follow it. */
function contentEnd(node: Node): number {
  const [, end = 0] = node.range ?? [];
  const last = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (!isPair(last)) return isCollection(last) || isScalar(last) ? contentEnd(last) : end;
  const value = last.value ?? last.key;
  return isCollection(value) || isScalar(value) ? contentEnd(value) : end;
}

/** Where a block collection's first key, or its first dash, stands. */
function firstOffset(text: string, node: Node): number {
  if (isMap(node)) {
    const key = node.items[0]?.key;
    const start = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
    // A key may be written with a question mark before it.
    const mark = /\?[ \t]+$/.exec(text.slice(lineStart(text, start), start));
    return start - (mark?.[0].length ?? 0);
  }
  const item = isSeq(node) ? node.items[0] : undefined;
  const start = isCollection(item) || isScalar(item) ? (item.range?.[0] ?? 0) : 0;
  return Math.max(text.lastIndexOf("-", start - 1), 0);
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

interface BlockStyle {
  /** Spaces of one level. */
  readonly unit: number;
  /** Whether a sequence is further in than its key. */
  readonly indentsSequences: boolean;
}

function blockStyle(text: string, document: Document): BlockStyle {
  const style = { unit: 2, indentsSequences: true };
  let isUnitKnown = false;
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || !isCollection(value) || value.flow === true) return;
      const step = columnOf(text, firstOffset(text, value)) - columnOf(text, key.range?.[0] ?? 0);
      if (isSeq(value)) style.indentsSequences = step > 0;
      else if (!isUnitKnown && step > 0) [style.unit, isUnitKnown] = [step, true];
    },
  });
  return style;
}
