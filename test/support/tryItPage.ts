import { CONNECTOR_FILE_NAMES } from "../../toolkit/document/connectorFileNames";
import type { Browser, Page } from "playwright-core";

/** A response as the page shows it. */
export interface ShownResponse {
  readonly status: string;
  /** The body's text; empty when the response has none. */
  readonly body: string;
}

/** The box for the credential of mode `apiKey`. */
export function keyBox(page: Page) {
  return page.getByLabel("API key");
}

/** Presses Execute and waits for the response. */
export async function execute(page: Page): Promise<ShownResponse> {
  // The response of before is taken away, so that it is not read for the new one.
  const clear = page.getByRole("button", { name: "Clear" });
  if (await clear.isVisible()) await clear.click();
  await page.getByRole("button", { name: "Execute" }).click();
  return readResponse(page);
}

/** Waits until the page shows a response. */
export async function readResponse(page: Page): Promise<ShownResponse> {
  const response = page.locator(".live-responses-table tbody");
  const status = await response.locator(".response-col_status").innerText();
  const body = await response.locator(".highlight-code code").allTextContents();
  return { status, body: body.join("") };
}

/** What a page did and reported. */
export interface Watch {
  readonly page: Page;
  /** Origins of all addresses it requested. */
  readonly origins: Set<string>;
  /** Errors and warnings on its console, breaches of its content security policy among them. */
  readonly problems: string[];
}

/** Opens an empty page that is watched from the start. */
export async function openWatchedPage(browser: Browser): Promise<Watch> {
  const page = await browser.newPage();
  const origins = new Set<string>();
  const problems: string[] = [];
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  return { page, origins, problems };
}

/** The parts of a definition that the page shows. */
interface ShownDefinition {
  readonly basePath: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** Where the page loads its definition from. */
export function pageDefinitionUrl(tryItUrl: string): string {
  return new URL(CONNECTOR_FILE_NAMES.definition, tryItUrl).href;
}

/**
 * Makes a page load another definition in the place of the deployed one.
 *
 * @param change what of the deployed definition becomes of it
 */
export async function replaceDefinition(
  page: Page,
  tryItUrl: string,
  change: (deployed: ShownDefinition) => object,
): Promise<void> {
  await page.route(pageDefinitionUrl(tryItUrl), async (route) => {
    const deployed = (await (await route.fetch()).json()) as ShownDefinition;
    await route.fulfill({ json: { ...deployed, ...change(deployed) } });
  });
}

/** Only the operation at the endpoint, which the page then shows opened. */
export function primaryAlone(
  { basePath, paths }: ShownDefinition,
  { endpoint, method }: { readonly endpoint: string; readonly method: string },
): Pick<ShownDefinition, "paths"> {
  const base = basePath.replace(/\/$/, "");
  const { pathname } = new URL(endpoint);
  const [path, operations] =
    Object.entries(paths).find(([candidate]) => base + candidate === decodeURI(pathname)) ?? [];
  const operation = operations?.[method.toLowerCase()];
  if (path === undefined || !operation) throw new Error(`No operation is at ${endpoint}.`);
  return { paths: { [path]: { [method.toLowerCase()]: operation } } };
}
