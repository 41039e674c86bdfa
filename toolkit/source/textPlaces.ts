/** A place in a text, as editors count: both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where a text begins. */
export const START: Place = { line: 1, column: 1 };

/** Where the offsets of a text are. Its lines are found once, when the first is asked for. */
export function textPlaces(text: string): (offset: number) => Place {
  let lineStarts: number[] | undefined;
  return (offset) => {
    lineStarts ??= [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
  };
}
