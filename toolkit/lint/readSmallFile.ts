import { readFileSync, statSync, type Stats } from "node:fs";

/** More than any file of a connector has; a larger one is not read. */
const MAX_BYTES = 20_000_000;

/**
 * Reads a file of a connector.
 *
 * @throws Error when it is not a file, may not be read or has more than 20 MB
 */
export function readSmallFile(path: string): Buffer {
  const stats = statOf(path);
  if (!stats.isFile()) {
    throw new Error(`${path} is not a file. Expected one, or a folder.`);
  }
  if (stats.size > MAX_BYTES) {
    throw new Error(
      `${path} has ${stats.size} bytes. Expected a connector's file, of at most ${MAX_BYTES} bytes.`,
    );
  }
  try {
    return readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`Cannot read ${path} (${code}). Make sure that you may read it.`, { cause });
  }
}

/**
 * What is at a path.
 *
 * @throws Error when there is nothing
 */
export function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw new Error(`Cannot find ${path}. Give the path of a file or folder that exists.`, {
      cause,
    });
  }
}
