const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What is said of bytes that are not UTF-8, after their name. */
export const NOT_UTF8 = "is not UTF-8; save it as UTF-8.";

/**
 * The text that bytes stand for, a byte order mark included. Any other encoding is refused: read as
 * UTF-8, its letters would be lost.
 *
 * @param name its file or address, which an error begins with
 * @throws TypeError when they are not UTF-8
 */
export function utf8Text(bytes: Uint8Array, name: string): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new TypeError(`${name} ${NOT_UTF8}`, { cause });
  }
}
