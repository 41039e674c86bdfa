import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import {
  RestError,
  type BlobClient,
  type BlobGetPropertiesResponse,
  type BlobServiceClient,
  type ContainerClient,
} from "@azure/storage-blob";
import { listenOnLoopback, loopback } from "../listenOnLoopback";

const websiteContainer = "$web";

/** A rule of the blob service: which other origins may read. */
export interface CorsRule {
  allowedOrigins: readonly string[];
  allowedMethods: readonly string[];
}

/** The documents that the website serves, when it is on. */
export interface WebsiteSettings {
  indexDocument?: string | undefined;
  error404Document?: string | undefined;
}

/** The web endpoint of a storage account: serves the blobs of the container $web, by GET and HEAD. */
export class StaticWebsite {
  readonly #server: Server;
  readonly #container: ContainerClient;
  #settings: WebsiteSettings | undefined;
  #corsRules: readonly CorsRule[] = [];

  private constructor(
    server: Server,
    /** Port of the web endpoint, on loopback. */
    readonly port: number,
    container: ContainerClient,
  ) {
    this.#server = server;
    this.#container = container;
  }

  /** Listens; every address is "not found" until the website is on. */
  static async start(blobs: BlobServiceClient, port: number): Promise<StaticWebsite> {
    const server = createServer((request, response) => {
      website.#handle(request, response).catch((error: unknown) => {
        // A response that has begun cannot be replaced: it is cut off, as it is when the client has disconnected.
        if (response.headersSent) return response.destroy();
        process.stderr.write(`Static website: ${String(error)}\n`);
        return response.writeHead(500).end();
      });
    });
    const container = blobs.getContainerClient(websiteContainer);
    const website = new StaticWebsite(server, await listenOnLoopback(server, port), container);
    return website;
  }

  /** Address of the website, with a final slash. */
  get url(): string {
    return `http://${loopback}:${this.port}/`;
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
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#allowOrigin(request, response);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return;
    }
    if (this.#settings !== undefined) {
      const { indexDocument, error404Document } = this.#settings;
      const path = pathOf(request);
      const isFolder = path === "" || path?.endsWith("/");
      const name = isFolder ? `${path}${indexDocument ?? ""}` : path;
      if (await this.#sendBlob(name, 200, request, response)) return;
      if (await this.#sendBlob(error404Document, 404, request, response)) return;
    }
    response
      .writeHead(404, { "content-type": "text/plain" })
      .end("The requested content does not exist.\n");
  }

  async #sendBlob(
    name: string | undefined,
    status: number,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<boolean> {
    const found = await this.#find(name);
    if (found === undefined) return false;
    const { blob, properties } = found;
    const { etag = "", contentType, contentLength } = properties;
    if (status === 200 && knownTags(request).includes(etag)) {
      response.writeHead(304, { etag }).end();
      return true;
    }
    response.writeHead(status, {
      "content-type": contentType ?? "application/octet-stream",
      "content-length": contentLength ?? 0,
      etag,
    });
    if (request.method === "HEAD") {
      response.end();
      return true;
    }
    const { readableStreamBody } = await blob.download();
    if (readableStreamBody !== undefined) await pipeline(readableStreamBody, response);
    return true;
  }

  async #find(
    name: string | undefined,
  ): Promise<{ blob: BlobClient; properties: BlobGetPropertiesResponse } | undefined> {
    if (name === undefined || name === "" || leadsElsewhere(name)) return undefined;
    try {
      const blob = this.#container.getBlobClient(name);
      return { blob, properties: await blob.getProperties() };
    } catch (error) {
      if (error instanceof RestError && error.statusCode === 404) return undefined;
      throw error;
    }
  }

  #allowOrigin(request: IncomingMessage, response: ServerResponse): void {
    if (this.#corsRules.length === 0) return;
    response.setHeader("vary", "Origin");
    const { origin } = request.headers;
    if (origin === undefined) return;
    const isAllowed = this.#corsRules.some(
      ({ allowedOrigins, allowedMethods }) =>
        (allowedOrigins.includes(origin) || allowedOrigins.includes("*")) &&
        allowedMethods.includes(request.method ?? ""),
    );
    if (isAllowed) response.setHeader("access-control-allow-origin", origin);
  }
}

/** The path without its first slash; undefined if its escapes are broken. */
function pathOf(request: IncomingMessage): string | undefined {
  const [path = ""] = (request.url ?? "").split(/[?#]/);
  try {
    return decodeURIComponent(path.replace(/^\//, ""));
  } catch {
    return undefined;
  }
}

/** Azurite resolves these in an address, and so would serve what is not public. */
function leadsElsewhere(name: string): boolean {
  return name.split(/[/\\]/).some((part) => part === "." || part === "..");
}

/** Entity tags that the client has cached; weak ones count as well. */
function knownTags(request: IncomingMessage): string[] {
  const header = request.headers["if-none-match"] ?? "";
  return header.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
}
