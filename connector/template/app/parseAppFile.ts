import { readFileSync } from "node:fs";
import type { Json } from "../text/json";
import { parseJson } from "../text/parseJson";

/**
 * Reads a JSON file of an app as the Functions host does: with comments and trailing commas.
 * Undefined when there is no such file.
 *
 * @throws Error when it is there and cannot be read.
 */
export function parseAppFile(file: string): Json | undefined {
  const text = textOf(file);
  return text === undefined ? undefined : parseJson(text, file, { relaxed: true });
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new Error(`Cannot read ${file}. Make it a file that you may read.`, { cause });
  }
}
