import type { Problem } from "../rule";

/** A problem of what is below `properties`, or of all of it. */
export function at(key: string | undefined, message: string): Problem {
  return { path: key === undefined ? ["properties"] : ["properties", key], message };
}
