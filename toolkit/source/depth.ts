/** Deeper than any definition is; what is read below trusts it. */
export const MAX_DEPTH = 200;

/** True where the value has more levels than `MAX_DEPTH`, also where it contains itself. */
export function isTooDeep(value: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: at, depth } = next;
    if (typeof at !== "object" || at === null) continue;
    if (depth > MAX_DEPTH) return true;
    for (const child of Object.values(at)) open.push({ value: child, depth: depth + 1 });
  }
  return false;
}
