const MAX_QUOTED_CHARACTERS = 60;
const MAX_MESSAGE_CHARACTERS = 400;
/** Control, format (such as bidirectional overrides), surrogate and private-use characters. */
const UNPRINTABLE = /[\p{C}\u2028\u2029]/gu;

/** A value from a document, short enough for a message. */
export function quoteValue(value: unknown): string {
  return value === undefined ? "nothing" : cut(JSON.stringify(value), MAX_QUOTED_CHARACTERS);
}

/** A message that is safe to print and not too long, whatever a document put into it. */
export function safeMessage(text: string): string {
  return cut(printable(text), MAX_MESSAGE_CHARACTERS);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
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

/** Names in a sentence: `"a", "b" or "c"`. */
export function quoteAlternatives(values: readonly unknown[]): string {
  const quoted = values.map(quoteValue);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
}
