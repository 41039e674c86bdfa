import type { IncomingMessage, ServerResponse } from "node:http";
import { RestError, type BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { listen, type Listening } from "./listen";

const websiteContainer = "$web";

/** A rule of the blob service: which pages of other sites may read. */
export interface CorsRule {
  allowedOrigins: readonly string[];
  allowedMethods: readonly string[];
}

/** Which documents the website answers with, when it is on. */
export interface WebsiteSettings {
  indexDocument?: string | undefined;
  error404Document?: string | undefined;
}

/** The web endpoint of a storage account: serves the blobs of the container $web, by GET and HEAD. */
export class StaticWebsite {
  readonly #listening: Listening;
  readonly #container: ContainerClient;
  #settings: WebsiteSettings | undefined;
  #corsRules: readonly CorsRule[] = [];

  private constructor(listening: Listening, container: ContainerClient) {
    this.#listening = listening;
    this.#container = container;
  }

  /** Listens; every address is "not found" until the website is on. */
  static async start(blobs: BlobServiceClient, port: number): Promise<StaticWebsite> {
    const listening = await listen(port, (request, response) => {
      website.#answer(request, response).catch((error: unknown) => {
        process.stderr.write(`Static website: ${String(error)}\n`);
        response.writeHead(500).end();
      });
    });
    const website = new StaticWebsite(listening, blobs.getContainerClient(websiteContainer));
    return website;
  }

  get port(): number {
    return this.#listening.port;
  }

  /** Address of the website, with a final slash. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Turns the website on, with a container for its files, or off. */
  async configure(settings: WebsiteSettings | undefined): Promise<void> {
    if (settings !== undefined) await this.#container.createIfNotExists();
    this.#settings = settings;
  }

  setCorsRules(rules: readonly CorsRule[]): void {
    this.#corsRules = rules;
  }

  async stop(): Promise<void> {
    this.#listening.server.closeAllConnections();
    await new Promise((resolve) => this.#listening.server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#allowOrigin(request, response);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return;
    }
    const path = pathOf(request);
    const name =
      path === "" || path.endsWith("/") ? path + (this.#settings?.indexDocument ?? "") : path;
    if (this.#settings !== undefined && (await this.#sendBlob(name, 200, request, response)))
      return;
    const notFound = this.#settings?.error404Document;
    if (notFound !== undefined && (await this.#sendBlob(notFound, 404, request, response))) return;
    response
      .writeHead(404, { "content-type": "text/plain" })
      .end("The requested content does not exist.\n");
  }

  async #sendBlob(
    name: string,
    status: number,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<boolean> {
    if (name === "") return false;
    try {
      const blob = await this.#container.getBlobClient(name).download();
      if (status === 200 && request.headers["if-none-match"] === blob.etag) {
        response.writeHead(304, { etag: blob.etag }).end();
        return true;
      }
      response.writeHead(status, {
        "content-type": blob.contentType ?? "application/octet-stream",
        "content-length": blob.contentLength ?? 0,
        etag: blob.etag ?? "",
      });
      if (request.method === "HEAD") response.end();
      else blob.readableStreamBody?.pipe(response);
      return true;
    } catch (error) {
      if (error instanceof RestError && error.statusCode === 404) return false;
      throw error;
    }
  }

  #allowOrigin(request: IncomingMessage, response: ServerResponse): void {
    const { origin } = request.headers;
    if (origin === undefined) return;
    const allowed = this.#corsRules.some(
      ({ allowedOrigins, allowedMethods }) =>
        allowedOrigins.includes(origin) && allowedMethods.includes(request.method ?? ""),
    );
    if (!allowed) return;
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("vary", "Origin");
  }
}

function pathOf(request: IncomingMessage): string {
  const { pathname } = new URL(request.url ?? "/", "http://website");
  try {
    return decodeURIComponent(pathname.slice(1));
  } catch {
    return "";
  }
}
