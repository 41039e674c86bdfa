import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { buffer } from "node:stream/consumers";
import { listenOnLoopback, loopback } from "../../listenOnLoopback";
import type { LoopbackCertificate } from "../../storage/loopbackCertificate";
import { AzureError } from "../azureError";
import { refusalAnswer, type Answer } from "./answer";

/** A request that has arrived whole. */
export interface RestRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Answers requests. @throws AzureError for what is refused */
export type RestHandler = (request: RestRequest) => Promise<Answer>;

/** A server of REST calls over https, which only this machine can reach. */
export class HttpsListener {
  readonly #server: Server;

  private constructor(
    server: Server,
    /** On loopback; the same over its whole life. */
    readonly port: number,
  ) {
    this.#server = server;
  }

  /**
   * @param port 0 for any free port.
   * @param name Names it in the log.
   * @throws Error when the port is taken.
   */
  static async start(
    { certificateFile, keyFile }: LoopbackCertificate,
    port: number,
    name: string,
    handler: RestHandler,
  ): Promise<HttpsListener> {
    const server = createServer({
      cert: readFileSync(certificateFile),
      key: readFileSync(keyFile),
    });
    server.on("request", (request, response) => {
      respond(request, response, handler).catch((error: unknown) => {
        process.stderr.write(`${name}: ${String(error)}\n`);
        if (response.headersSent) response.destroy();
        else send(response, { status: 500, body: internalError });
      });
    });
    return new HttpsListener(server, await listenOnLoopback(server, port));
  }

  /** Host name with its port. */
  get host(): string {
    return `${loopback}:${this.port}`;
  }

  /** Stops listening, and closes all connections. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

const internalError = {
  error: { code: "InternalServerError", message: "The emulator failed; its log says why." },
};

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  handler: RestHandler,
): Promise<void> {
  const requestId = randomUUID();
  response.setHeader("x-ms-request-id", requestId);
  response.setHeader(
    "x-ms-correlation-request-id",
    request.headers["x-ms-correlation-request-id"] ?? requestId,
  );
  const read: RestRequest = {
    method: request.method ?? "",
    url: new URL(request.url ?? "", `https://${request.headers.host ?? loopback}`),
    headers: request.headers,
    body: await buffer(request),
  };
  const answer = await handler(read).catch((error: unknown) => {
    if (error instanceof AzureError) return refusalAnswer(error);
    throw error;
  });
  send(response, answer);
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers })
    .end(JSON.stringify(body));
}
