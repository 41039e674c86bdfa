import type { JsonPath } from "../source/jsonPath";

/**
 * The path that a JSON pointer names (RFC 6901), such as `/paths/~1items`; that of the root for the
 * empty one.
 *
 * @param decode what is done to each token first, such as `decodeURIComponent` in a URI's fragment
 * @returns undefined where a tilde in it escapes nothing
 */
export function pathOfPointer(
  pointer: string,
  decode: (token: string) => string = (token) => token,
): JsonPath | undefined {
  const tokens = pointer.split("/").slice(1);
  if (tokens.some((token) => /~(?![01])/.test(token))) return undefined;
  return tokens.map((token) => decode(token).replaceAll("~1", "/").replaceAll("~0", "~"));
}
