import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";

import type { HttpRequestData } from "./protocol";

/**
 * Azure's classic limit of a request's body, in bytes. Source: the host's
 * `FUNCTIONS_REQUEST_BODY_SIZE_LIMIT`, learn.microsoft.com/azure/azure-functions/functions-app-settings
 */
export const maxRequestBodyBytes = 100 * 1024 * 1024;

/** The whole URL of a request; undefined when its target or its Host header is not valid. */
export function requestUrl(request: IncomingMessage): URL | undefined {
  const target = request.url ?? "";
  const text = `http://${request.headers.host ?? "127.0.0.1"}${target}`;
  return target.startsWith("/") && URL.canParse(text) ? new URL(text) : undefined;
}

/** The length that a request states for its body, in bytes; undefined for a chunked body. */
export function statedBodyBytes(request: IncomingMessage): number | undefined {
  if (request.headers["transfer-encoding"] !== undefined) return undefined;
  return Number(request.headers["content-length"] ?? 0);
}

/**
 * Turns a request into what the library reads. Values of repeated headers and of repeated query
 * names are joined by commas, as the host sends them.
 * @throws when the caller ends the connection before the body is complete.
 */
export async function toRequestData(
  request: IncomingMessage,
  url: URL,
  params: Readonly<Record<string, string>>,
): Promise<HttpRequestData> {
  const data = {
    method: request.method ?? "GET",
    url: url.href,
    nullableHeaders: joined(Object.entries(request.headersDistinct)),
    nullableQuery: joined(groupedQuery(url.searchParams)),
    nullableParams: joined(Object.entries(params).map(([name, value]) => [name, [value]])),
  };
  // Without a stated length the host passes no body to code that is not .NET:
  // github.com/Azure/azure-functions-nodejs-worker/issues/524
  const hasBody = (statedBodyBytes(request) ?? 0) > 0;
  return hasBody ? { ...data, body: { bytes: await buffer(request) } } : data;
}

function joined(
  entries: Iterable<readonly [string, readonly string[] | undefined]>,
): Record<string, { value: string }> {
  return Object.fromEntries(
    [...entries].map(([name, values]) => [name, { value: (values ?? []).join(",") }]),
  );
}

/** Names that differ in case only are one name to the host; the first spelling stays. */
function groupedQuery(query: URLSearchParams): Iterable<[string, string[]]> {
  const groups = new Map<string, [string, string[]]>();
  for (const [name, value] of query) {
    const [spelling, values] = groups.get(name.toLowerCase()) ?? [name, []];
    groups.set(name.toLowerCase(), [spelling, [...values, value]]);
  }
  return groups.values();
}
