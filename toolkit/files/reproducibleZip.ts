import { strToU8, zipSync, type Zippable } from "fflate";

/** Files by their path, texts in UTF-8. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A zip of the files, the same bytes for the same files whenever and wherever it is made. */
export function reproducibleZip(files: Files): Uint8Array {
  // The earliest time that a zip can hold, in local time as zip has it.
  const mtime = new Date(1980, 0, 1);
  const sorted: Zippable = {};
  for (const [path, content] of Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    sorted[path] = typeof content === "string" ? strToU8(content) : content;
  }
  return zipSync(sorted, { level: 9, mtime });
}
