import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { type HostKeys, isAuthorized } from "./authorize";
import { applyCors } from "./cors";
import type { HostLog } from "./hostLog";
import type { Invoke } from "./protocol";
import { maxRequestBodyBytes, requestUrl, statedBodyBytes, toRequestData } from "./requestData";
import type { RouteMatch } from "./routeTable";
import type { ServedPackage } from "./servedPackage";
import { writeResponse } from "./writeResponse";

/** What a host handles a request with, at the moment it arrives. */
export interface ServingApp {
  readonly served: ServedPackage | undefined;
  readonly keys: HostKeys;
  readonly allowedOrigins: readonly string[];
  readonly log: HostLog;
}

const homePage = `<!doctype html>
<html lang="en">
<title>Functions host</title>
<p>Your function app is up and running.</p>
</html>
`;

/** Handles one request in the host's order: CORS, route, key, size, code. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  app: ServingApp,
): Promise<void> {
  if (applyCors(request, response, app.allowedOrigins)) return;
  const url = requestUrl(request);
  if (url === undefined) {
    sendEmpty(response, 400);
    return;
  }
  const method = request.method ?? "GET";
  const match = app.served?.routes.find(method, url.pathname);
  if (app.served === undefined || match === undefined) {
    handleUnmatched(response, method, url);
  } else if (!isAuthorized(match.listing.authLevel, request, url, app.keys)) {
    sendEmpty(response, 401);
  } else if ((statedBodyBytes(request) ?? 0) > maxRequestBodyBytes) {
    // The body is not read, so the connection cannot be reused.
    response.setHeader("connection", "close");
    sendEmpty(response, 413);
  } else {
    await app.served.serve((invoke) => runFunction({ request, response, url, match, invoke, app }));
  }
}

interface CodeRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly match: RouteMatch;
  readonly invoke: Invoke;
  readonly app: ServingApp;
}

async function runFunction(code: CodeRequest): Promise<void> {
  const { request, response, match, app } = code;
  const functionName = match.listing.name;
  if (statedBodyBytes(request) === undefined) {
    app.log.write(
      "warning",
      "The request's body is chunked, without Content-Length. Azure passes no such body to Node.js code, so neither is it passed here.",
      functionName,
    );
  }
  const input = { http: await toRequestData(request, code.url, match.params) };
  const invocationId = randomUUID();
  const outcome = await code.invoke({ invocationId, functionName, input, triggerMetadata: {} });
  if (outcome === undefined) {
    // The host's own message for an app whose worker it gave up.
    response.writeHead(503, { "content-type": "text/plain" }).end("Function host is not running.");
  } else if (outcome.kind === "failed") {
    app.log.write("error", outcome.error, functionName);
    sendEmpty(response, 500);
  } else {
    writeResponse(response, outcome.response, app.allowedOrigins);
  }
}

function handleUnmatched(response: ServerResponse, method: string, url: URL): void {
  if (url.pathname === "/" && (method === "GET" || method === "HEAD")) {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(homePage);
  } else {
    sendEmpty(response, 404);
  }
}

function sendEmpty(response: ServerResponse, statusCode: number): void {
  response.writeHead(statusCode, { "content-length": 0 }).end();
}
