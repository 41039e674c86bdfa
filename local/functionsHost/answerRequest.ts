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

/** What a host answers requests with, at the moment a request arrives. */
export interface AnsweringApp {
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

/** Answers one request in the host's order: CORS, route, key, size, code. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  app: AnsweringApp,
): Promise<void> {
  if (applyCors(request, response, app.allowedOrigins)) return;
  const url = requestUrl(request);
  if (url === undefined) {
    answerEmpty(response, 400);
    return;
  }
  const method = request.method ?? "GET";
  const match = app.served?.routes.find(method, url.pathname);
  if (app.served === undefined || match === undefined) {
    answerUnmatched(response, method, url);
  } else if (!isAuthorized(match.listing.authLevel, request, url, app.keys)) {
    answerEmpty(response, 401);
  } else if ((statedBodyBytes(request) ?? 0) > maxRequestBodyBytes) {
    // The body is not read, so the connection cannot be used again.
    response.setHeader("connection", "close");
    answerEmpty(response, 413);
  } else {
    await app.served.serve((invoke) =>
      answerByCode({ request, response, url, match, invoke, app }),
    );
  }
}

interface CodeRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly match: RouteMatch;
  readonly invoke: Invoke;
  readonly app: AnsweringApp;
}

async function answerByCode(code: CodeRequest): Promise<void> {
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
    // The host's own words for an app whose worker it gave up.
    response.writeHead(503, { "content-type": "text/plain" }).end("Function host is not running.");
  } else if (outcome.kind === "failed") {
    app.log.write("error", outcome.error, functionName);
    answerEmpty(response, 500);
  } else {
    writeResponse(response, outcome.response, app.allowedOrigins);
  }
}

function answerUnmatched(response: ServerResponse, method: string, url: URL): void {
  if (url.pathname === "/" && (method === "GET" || method === "HEAD")) {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(homePage);
  } else {
    answerEmpty(response, 404);
  }
}

function answerEmpty(response: ServerResponse, statusCode: number): void {
  response.writeHead(statusCode, { "content-length": 0 }).end();
}
