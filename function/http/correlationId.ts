import type { HttpRequest, InvocationContext } from "@azure/functions";

/** The header by which a caller finds its call in the app's log, and the app's in the caller's. */
export const CORRELATION_HEADER = "x-correlation-id";

/** Nothing that could break a log line or a header. */
const ACCEPTED = /^[\w.:-]{1,128}$/;

/** The id that the caller gave, or the host's own for this call. */
export function correlationIdOf(request: HttpRequest, { invocationId }: InvocationContext): string {
  const given = request.headers.get(CORRELATION_HEADER) ?? "";
  return ACCEPTED.test(given) ? given : invocationId;
}
