import { createHash } from "node:crypto";

/** A UUID made of a name: the same for the same name, so that nothing changes without a reason. */
export function stableId(...names: readonly string[]): string {
  const hash = createHash("sha256").update(names.join("\n")).digest("hex");
  // Version 8, for ids made in a way of one's own; the bits that say so are those of RFC 9562.
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-");
}
