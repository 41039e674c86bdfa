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

/** The container of the website's files. */
export const websiteContainer = "$web";

/**
 * The web endpoint of a storage account: serves the blobs of the container $web, by GET and HEAD, as the properties of
 * the blob service say. As on Azure, it has no CORS. Unlike there, accounts can share one: it serves the website that
 * is on.
 * https://learn.microsoft.com/azure/storage/blobs/storage-blob-static-website
 */
export class StaticWebsite {
  readonly #server: Server;
  readonly #accounts = new Set<BlobServiceClient>();

  private constructor(
    server: Server,
    /** Port of the web endpoint, on loopback. */
    readonly port: number,
  ) {
    this.#server = server;
  }

  /** Listens; every address is "not found" until the blob service of an account has its website on. */
  static async start(port: number): Promise<StaticWebsite> {
    const server = createServer((request, response) => {
      website.#handle(request, response).catch((error: unknown) => {
        // A response that has begun cannot be replaced: it is cut off, as it is when the client has disconnected.
        if (response.headersSent) return response.destroy();
        process.stderr.write(`Static website: ${String(error)}\n`);
        return response.writeHead(500).end();
      });
    });
    const website = new StaticWebsite(server, await listenOnLoopback(server, port));
    return website;
  }

  /** Address of the website, with a final slash. */
  get url(): string {
    return `http://${loopback}:${this.port}/`;
  }

  /** Is an account's web endpoint from now on. */
  add(account: BlobServiceClient): void {
    this.#accounts.add(account);
  }

  /** @returns whether it is still another account's web endpoint. */
  remove(account: BlobServiceClient): boolean {
    this.#accounts.delete(account);
    return this.#accounts.size > 0;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return;
    }
    const [site, ...others] = await this.#sites();
    if (others.length > 0) return sendText(response, 500, severalSites);
    if (site !== undefined) {
      const { container, indexDocument, error404Document } = site;
      const path = pathOf(request);
      const isFolder = path === "" || path?.endsWith("/");
      const name = isFolder ? `${path}${indexDocument ?? ""}` : path;
      if (await sendBlob(await find(container, name), 200, request, response)) return;
      if (await sendBlob(await find(container, error404Document), 404, request, response)) return;
    }
    sendText(response, 404, "The requested content does not exist.\n");
  }

  /** The websites that are on. */
  async #sites(): Promise<Site[]> {
    const sites = [...this.#accounts].map(async (account) => {
      const { staticWebsite } = await account.getProperties();
      if (staticWebsite?.enabled !== true) return [];
      const { indexDocument, errorDocument404Path: error404Document } = staticWebsite;
      const container = account.getContainerClient(websiteContainer);
      return [{ container, indexDocument, error404Document }];
    });
    return (await Promise.all(sites)).flat();
  }
}

/** A website that is on. */
interface Site {
  container: ContainerClient;
  indexDocument: string | undefined;
  error404Document: string | undefined;
}

const severalSites =
  "Several storage accounts have a website at this port. Start without a port for it: each gets one of its own.\n";

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain" }).end(text);
}

/** A blob that exists. */
interface FoundBlob {
  blob: BlobClient;
  properties: BlobGetPropertiesResponse;
}

/** @returns whether there was a blob to send. */
async function sendBlob(
  found: FoundBlob | undefined,
  status: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
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

async function find(
  container: ContainerClient,
  name: string | undefined,
): Promise<FoundBlob | undefined> {
  if (name === undefined || name === "" || leadsElsewhere(name)) return undefined;
  try {
    const blob = container.getBlobClient(name);
    return { blob, properties: await blob.getProperties() };
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return undefined;
    throw error;
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
