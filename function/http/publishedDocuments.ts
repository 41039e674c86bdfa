import type { HttpHandler } from "@azure/functions";
import type { Environment } from "../contract/services";
import { Problem, toProblemResponse } from "./problem";

/** The app setting with the address of the published site, without a final slash. */
export const SITE_SETTING = "CONNECTOR_SITE_URL";

/** How long the site may take to send a document. */
const TIMEOUT_MS = 10_000;

/** A document of the published site that the app serves too. */
export interface PublishedDocument {
  /** Name of the deployed function. */
  readonly functionName: string;
  /** The document's path at the site, and its route here. */
  readonly route: string;
  readonly contentType: string;
}

/**
 * What the app serves of the published site: a static website of a storage account has no CORS, so that
 * the makers' portals could not read these there.
 * https://learn.microsoft.com/azure/storage/blobs/storage-blob-static-website
 */
export const PUBLISHED_DOCUMENTS: readonly PublishedDocument[] = [
  {
    functionName: "ConnectorDefinition",
    route: "apiDefinition.swagger.json",
    contentType: "application/json",
  },
  { functionName: "ConnectorIcon", route: "icon.png", contentType: "image/png" },
];

/** Serves a document as the site has it now, to anybody, as the site does. */
export function documentHandler(
  { route, contentType }: PublishedDocument,
  env: Environment,
): HttpHandler {
  return async (_request, context) => {
    try {
      const body = await fetchDocument(`${env[SITE_SETTING]}/${route}`);
      return { body, headers: { "content-type": contentType, "cache-control": "no-cache" } };
    } catch (error) {
      context.error(`${route} cannot be read from the published site:`, error);
      const detail = `The published site does not send ${route} at the moment. Try again later.`;
      return toProblemResponse(new Problem(503, detail, { headers: { "retry-after": "10" } }));
    }
  };
}

async function fetchDocument(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" });
  if (!response.ok) throw new Error(`The site responded with status ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}
