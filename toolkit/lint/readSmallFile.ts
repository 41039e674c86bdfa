import { readFileSync, statSync, type Stats } from "node:fs";
import { NOT_UTF8, utf8Text } from "../source/utf8Text";
import { unreadableFile } from "./unreadableFile";

/** More than any file of a connector has; a larger one is not read. */
const MAX_BYTES = 20_000_000;

/**
 * Reads a file of a connector.
 *
 * @throws UnreadableFileError when it is not a file, may not be read or has more than 20 MB
 */
export function readSmallFile(path: string): Buffer {
  const stats = statOf(path);
  if (!stats.isFile()) {
    throw unreadableFile(path, "is no regular file. Expected one, or a folder.");
  }
  if (stats.size > MAX_BYTES) {
    throw unreadableFile(
      path,
      `has ${stats.size} bytes. Expected a connector's file, of at most ${MAX_BYTES} bytes.`,
    );
  }
  try {
    return readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw unreadableFile(path, `cannot be read (${code}). Make sure that you may read it.`, {
      cause,
    });
  }
}

/**
 * Reads a file of a connector that is a text.
 *
 * @throws UnreadableFileError when it cannot be read, or is not UTF-8
 */
export function readSmallText(path: string): string {
  const content = readSmallFile(path);
  try {
    return utf8Text(content, path);
  } catch (cause) {
    throw unreadableFile(path, NOT_UTF8, { cause });
  }
}

/**
 * What is at a path.
 *
 * @throws UnreadableFileError when there is nothing
 */
export function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    const predicate = "cannot be found. Give the path of a file or folder that exists.";
    throw unreadableFile(path, predicate, { cause });
  }
}
