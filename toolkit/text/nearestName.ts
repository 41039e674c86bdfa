/** Names that differ by more than this part of their letters are not taken for one another. */
const MAX_DIFFERENCE = 0.4;

/** The name that was probably meant; undefined where none is near. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let least = Math.floor(name.length * MAX_DIFFERENCE);
  for (const candidate of names) {
    const count = editsBetween(name, candidate);
    if (count > least || (count === least && nearest !== undefined)) continue;
    nearest = candidate;
    least = count;
  }
  return nearest;
}

/** How many letters have to be added, removed or replaced to make one text the other (Levenshtein). */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (other[column - 1] === letter ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
