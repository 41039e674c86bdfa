/** The wanted operationId, or the first of Wanted2, Wanted3, … that is free; case does not count. */
export function freeId(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken.map((id) => id.toLowerCase()));
  let id = wanted;
  for (let number = 2; used.has(id.toLowerCase()); number += 1) id = `${wanted}${number}`;
  return id;
}
