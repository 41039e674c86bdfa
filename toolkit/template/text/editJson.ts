import { type Node, findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Edit } from "./edit";
import { type Splice, indentationAt, lineEndOf, lineStart, spliced } from "./splice";

/**
 * Makes an edit in a JSON text. Not a character of what is there changes; what is new follows the
 * text's indentation and line ends. A text of one line stays one.
 *
 * @throws Error when there is nothing at the edit's place.
 */
export function editJson(text: string, edit: Edit): string {
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, [...edit.at]);
  if (node === undefined) throw new Error(`nothing is at ${edit.at.join(" › ")}`);
  if (edit.kind === "value") return spliced(text, replacement(node, JSON.stringify(edit.value)));
  const isObject = edit.kind === "entries";
  const unit = indentationUnit(text);
  const members = isObject
    ? Object.entries(edit.entries).map(([key, value]) => {
        return `${JSON.stringify(key)}:${unit === "" ? "" : " "}${JSON.stringify(value, null, unit)}`;
      })
    : edit.items.map((item) => JSON.stringify(item, null, unit));
  return spliced(text, insertion(text, node, members, { isObject, unit }));
}

interface Form {
  readonly isObject: boolean;
  readonly unit: string;
}

function insertion(
  text: string,
  node: Node,
  members: readonly string[],
  { isObject, unit }: Form,
): Splice {
  const last = node.children?.at(-1);
  const outer = indentationAt(text, node.offset);
  if (last === undefined) {
    const [open, close] = isObject ? ["{", "}"] : ["[", "]"];
    if (unit === "") return replacement(node, `${open}${members.join(",")}${close}`);
    const lines = members.map((member) => indented(member, outer + unit)).join(",\n");
    return replacement(node, withLineEnds(`${open}\n${lines}\n${outer}${close}`, text));
  }
  const end = last.offset + last.length;
  const startsLine = /^[ \t]*$/.test(text.slice(lineStart(text, last.offset), last.offset));
  if (unit === "" || !startsLine) {
    const inline = members.map((member) => member.replaceAll(/\n[ \t]*/g, " "));
    const separator = unit === "" ? "," : ", ";
    return { start: end, end, insert: inline.map((member) => separator + member).join("") };
  }
  const inner = indentationAt(text, last.offset);
  const lines = members.map((member) => `,\n${indented(member, inner)}`).join("");
  return { start: end, end, insert: withLineEnds(lines, text) };
}

function replacement({ offset, length }: Node, insert: string): Splice {
  return { start: offset, end: offset + length, insert };
}

function indented(text: string, indentation: string): string {
  return text.replaceAll(/^/gm, indentation);
}

function withLineEnds(text: string, like: string): string {
  return text.replaceAll("\n", lineEndOf(like));
}

/** One level of the text's indentation; empty for a text of one line. */
function indentationUnit(text: string): string {
  if (!text.trim().includes("\n")) return "";
  return /\n([ \t]+)/.exec(text)?.[1] ?? "  ";
}
