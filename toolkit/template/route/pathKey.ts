/**
 * A path as Swagger and the Functions host compare it: neither letter case nor the names of
 * parameters nor a slash at the end make two paths of one.
 */
export function pathKey(path: string): string {
  return path
    .replaceAll(/\{[^{}]*\}/g, "{}")
    .replace(/(?<=.)\/$/, "")
    .toLowerCase();
}

/** The names of a path's parameters, from left to right. */
export function pathParameterNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
}
