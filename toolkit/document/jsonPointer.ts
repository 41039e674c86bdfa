/** A token of a JSON pointer as it is written there (RFC 6901, section 3). */
export function escapeToken(token: string | number): string {
  return String(token).replaceAll("~", "~0").replaceAll("/", "~1");
}

/** What a token of a JSON pointer names (RFC 6901, section 4). */
export function unescapeToken(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}
