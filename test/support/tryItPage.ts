import type { Browser, Page } from "playwright-core";
import { openBrowser } from "./browser";

/** What the operation answers. */
export interface Costs {
  readonly message: string;
  readonly revenueOpportunity: string;
  readonly costToFix: string;
}

/** An answer as the page shows it. */
export interface ShownAnswer {
  readonly status: string;
  /** The body's text; empty when the answer has none. */
  readonly body: string;
}

/**
 * Does what a person does on the try-it page, in a browser of its own: enters the key and the
 * repair, executes, and reads the answer.
 *
 * @throws Error when the page shows no answer with status 200
 */
export async function tryItInBrowser(url: string, key: string): Promise<Costs> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.getByLabel("API key").fill(key);
    await page.getByLabel("Request body").fill('{ "hours": 6, "capacity": 2500 }');
    const { status, body } = await execute(page);
    if (status !== "200") throw new Error(`The try-it page shows status ${status}: ${body}`);
    const costs: Costs = JSON.parse(body);
    return costs;
  } finally {
    await browser.close();
  }
}

/** Presses Execute and waits for the answer. */
export async function execute(page: Page): Promise<ShownAnswer> {
  // An answer of before is taken away, so as not to be read for the new one.
  const clear = page.getByRole("button", { name: "Clear" });
  if (await clear.isVisible()) await clear.click();
  await page.getByRole("button", { name: "Execute" }).click();
  return readAnswer(page);
}

/** Waits until the page shows an answer. */
export async function readAnswer(page: Page): Promise<ShownAnswer> {
  const answer = page.locator(".live-responses-table tbody");
  const status = await answer.locator(".response-col_status").innerText();
  const body = await answer.locator(".highlight-code code").allTextContents();
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
