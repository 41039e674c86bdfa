import { createHash } from "node:crypto";

/**
 * A UUID made of names: the same for the same names, so that nothing changes without a reason.
 * Its version is 8, for ids made in a way of one's own (RFC 9562, section 5.8).
 */
export function stableId(...names: readonly string[]): string {
  const hash = createHash("sha256").update(names.join("/")).digest("hex");
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-");
}
