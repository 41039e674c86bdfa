import type { JsonPath } from "./rule";

const MAX_CHARACTERS = 60;
/** Control, format (such as bidirectional overrides), surrogate and private-use characters. */
const UNPRINTABLE = /[\p{C}\u2028\u2029]/gu;

/**
 * A value from a document, short enough for a message and safe for a terminal. Braces in pairs are
 * escaped, since Spectral would take them for a placeholder.
 */
export function quote(value: unknown): string {
  const text = printable(JSON.stringify(value) ?? String(value)).replaceAll("{{", "\\u007b{");
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS - 1)}…` : text;
}

/** The text with every character that a terminal might act on written as an escape. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) =>
    Array.from({ length: character.length }, (_, index) => escapeOf(character, index)).join(""),
  );
}

function escapeOf(character: string, index: number): string {
  return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
}

/** A path as JSONPath: `$.paths['/api/x'].post`. */
export function jsonPathOf(path: JsonPath): string {
  return `$${path.map(segmentOf).join("")}`;
}

function segmentOf(segment: string | number): string {
  if (typeof segment === "number") return `[${segment}]`;
  if (/^[A-Za-z_][\w]*$/.test(segment)) return `.${segment}`;
  return `['${printable(segment).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;
}

/** Names in a sentence: `"a", "b" or "c"`. */
export function alternatives(values: readonly unknown[]): string {
  const quoted = values.map(quote);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
}
