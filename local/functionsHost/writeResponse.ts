import type { ServerResponse } from "node:http";

import { isPlatformHeader } from "./cors";
import type { HttpCookieData, HttpResponseData } from "./protocol";

/** Set here from the body that is sent, or by the connection. */
const connectionHeaders = ["connection", "content-length", "keep-alive", "transfer-encoding"];

/**
 * Sends what a handler returned; for a handler that returned nothing it sends 204, the host's
 * default for Functions 2.x and later.
 */
export function writeResponse(
  response: ServerResponse,
  data: HttpResponseData | undefined,
  allowedOrigins: readonly string[],
): void {
  if (data === undefined) {
    response.writeHead(204).end();
    return;
  }
  for (const [name, value] of Object.entries(data.headers)) {
    if (connectionHeaders.includes(name) || isPlatformHeader(name, allowedOrigins)) continue;
    response.appendHeader(name, value);
  }
  for (const cookie of data.cookies) response.appendHeader("set-cookie", setCookie(cookie));
  const bytes = data.body?.bytes ?? new Uint8Array();
  const statusCode = Number(data.statusCode);
  const hasBody = statusCode !== 204 && statusCode !== 304;
  if (hasBody) response.setHeader("content-length", bytes.length);
  response.writeHead(statusCode).end(hasBody ? bytes : undefined);
}

const sameSiteTexts = { lax: "lax", strict: "strict", explicitNone: "none", none: undefined };

/** A Set-Cookie value with the attributes in ASP.NET's order; the value is escaped as there. */
function setCookie(cookie: HttpCookieData): string {
  const expires = cookie.expires && new Date(cookie.expires.value.seconds * 1000).toUTCString();
  const maxAgeSeconds = cookie.maxAge && Math.trunc(cookie.maxAge.value);
  const sameSite = sameSiteTexts[cookie.sameSite];
  return [
    `${cookie.name}=${encodeURIComponent(cookie.value)}`,
    expires && `expires=${expires}`,
    maxAgeSeconds !== undefined && `max-age=${maxAgeSeconds}`,
    cookie.domain && `domain=${cookie.domain.value}`,
    cookie.path && `path=${cookie.path.value}`,
    cookie.secure?.value === true && "secure",
    sameSite && `samesite=${sameSite}`,
    cookie.httpOnly?.value === true && "httponly",
  ]
    .filter(Boolean)
    .join("; ");
}
