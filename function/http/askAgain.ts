import type { ResponseHeader } from "../contract/contract";

/** The headers by which a response says where and when to ask again. */
export const askAgainHeaders = {
  Location: { type: "string", description: "Where to ask next." },
  "Retry-After": { type: "integer", description: "Seconds to wait before asking." },
} as const satisfies Record<string, ResponseHeader>;

/** @param location an absolute URL */
export function askAgain(location: string, afterSeconds: number): Record<string, string> {
  return { location, "retry-after": String(afterSeconds) };
}
