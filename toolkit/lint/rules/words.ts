/** The words that a text has in it, whole and in any case. */
export function forbiddenWordsIn(text: string, words: readonly string[]): string[] {
  // Words and phrases are our own: letters and spaces only.
  return words.filter((word) =>
    new RegExp(`\\b${word.replaceAll(" ", "\\s*")}s?\\b`, "i").test(text),
  );
}

/** True for a text of ASCII characters and the typographic marks that English texts use. */
export function isPlainEnglish(text: string): boolean {
  return /^[\s\x20-\x7e\u00a0\u2010-\u2027\u2030-\u203a\u2122\u00ae\u00a9]*$/.test(text);
}

/** The http(s) addresses in a text. */
export function urlsIn(text: string): string[] {
  return text.match(/\bhttps?:\/\/[^\s"'<>()]+/gi) ?? [];
}

/** True for a whole http or https address. */
export function isAbsoluteUrl(text: string): boolean {
  const address = text.trim();
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}

/** True for one plain ASCII email address. */
export function isEmail(text: string): boolean {
  return /^[\x21-\x3f\x41-\x7e]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}$/.test(text.trim());
}
