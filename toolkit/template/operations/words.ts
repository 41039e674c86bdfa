/** The words of a name such as `getHTMLReport`, `order-id` or `OrderStatus2`. */
function wordsOf(name: string): readonly string[] {
  return name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+|\p{L}+/gu) ?? [];
}

/** A name in PascalCase, of letters and digits only; acronyms stay as they are. */
export function pascalCase(name: string): string {
  return wordsOf(name).map(capitalized).join("");
}

/** A name as the start of a sentence: `getHTMLReport` is "Get HTML report". */
export function sentenceWords(name: string): string {
  const words = wordsOf(name).map((word) => (isAcronym(word) ? word : word.toLowerCase()));
  return capitalized(words.join(" "));
}

function isAcronym(word: string): boolean {
  return word.length > 1 && word === word.toUpperCase();
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
