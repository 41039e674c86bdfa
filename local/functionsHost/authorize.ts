import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type AuthLevel, KEY_PLACES, keysOpening } from "../../functionsRuntime/authLevel";

/** The keys in force. */
export interface HostKeys {
  readonly masterKey: string;
  readonly functionKeys: readonly string[];
}

/**
 * Whether a request may call a function of a level.
 * The header is looked at first, then the query, as the host does.
 */
export function isAuthorized(
  level: AuthLevel,
  request: IncomingMessage,
  url: URL,
  { masterKey, functionKeys }: HostKeys,
): boolean {
  const kinds = keysOpening(level);
  if (kinds.length === 0) return true;
  const presented = presentedKey(request, url);
  // Extensions make system keys, and none is served here that does.
  const keys = { master: [masterKey], function: functionKeys, system: [] };
  const accepted = kinds.flatMap((kind) => keys[kind]);
  // Every key is compared, so that the time taken says nothing about which one is near.
  const matches = accepted.filter((key) => key !== "" && isSameKey(key, presented));
  return matches.length > 0;
}

function presentedKey(request: IncomingMessage, url: URL): string {
  const header = request.headersDistinct[KEY_PLACES.header]?.[0];
  if (header !== undefined) return header;
  return [...url.searchParams].find(([name]) => name.toLowerCase() === KEY_PLACES.query)?.[1] ?? "";
}

/** Compares digests, which have one length, in constant time. */
function isSameKey(left: string, right: string): boolean {
  return timingSafeEqual(digestOf(left), digestOf(right));
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
