/** A number with its noun, in the plural unless it is one. */
export function countWithNoun(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
