import type { IncomingMessage, ServerResponse } from "node:http";

/** How long a browser may cache a preflight's response. Short, since local origins change. */
const preflightMaxAgeSeconds = 600;

/**
 * Adds App Service's own CORS headers to a response, whatever its status, and responds to preflights
 * without requiring a key or calling code. With no allowed origin CORS is off and code may set
 * its own headers.
 * @returns true when the request was a preflight and the response is sent.
 */
export function applyCors(
  request: IncomingMessage,
  response: ServerResponse,
  allowedOrigins: readonly string[],
): boolean {
  const { origin } = request.headers;
  if (allowedOrigins.length === 0 || origin === undefined) return false;
  const allowed = allowedHeaderValue(origin, allowedOrigins);
  response.setHeader("vary", "Origin");
  if (allowed !== undefined) response.setHeader("access-control-allow-origin", allowed);

  const requestedMethod = request.headers["access-control-request-method"];
  if (request.method !== "OPTIONS" || requestedMethod === undefined) return false;
  if (allowed !== undefined) {
    response.setHeader("access-control-allow-methods", requestedMethod);
    response.setHeader("access-control-max-age", preflightMaxAgeSeconds);
    const requestedHeaders = request.headers["access-control-request-headers"];
    if (requestedHeaders !== undefined) {
      response.setHeader("access-control-allow-headers", requestedHeaders);
    }
  }
  response.writeHead(204).end();
  return true;
}

function allowedHeaderValue(origin: string, allowedOrigins: readonly string[]): string | undefined {
  if (allowedOrigins.includes("*")) return "*";
  return allowedOrigins.includes(origin) ? origin : undefined;
}

/** Whether a header is the platform's to set: with CORS on, Azure drops what code sets there. */
export function isPlatformHeader(name: string, allowedOrigins: readonly string[]): boolean {
  return allowedOrigins.length > 0 && name.startsWith("access-control-");
}
