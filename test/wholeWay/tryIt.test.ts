import type { Browser, Page } from "playwright-core";
import type { LocalStack } from "../support/localStack";
import { openStackInBrowser } from "../support/stackInBrowser";
import {
  execute,
  keyBox,
  openWatchedPage,
  pageDefinitionUrl,
  primaryAlone,
  readResponse,
  replaceDefinition,
} from "../support/tryItPage";

jest.setTimeout(120_000);

let stack: LocalStack;
let browser: Browser;

beforeAll(async () => {
  ({ stack, browser } = await openStackInBrowser());
});

afterEach(async () => {
  await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
});

/** The primary operation alone, whatever the connector is. */
function primary(deployed: Parameters<typeof primaryAlone>[0]) {
  const { endpoint, exampleCall } = stack;
  return primaryAlone(deployed, { endpoint, method: exampleCall?.method ?? "" });
}

async function openPage(options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
  return openPageWith({}, options);
}

/** Opens the page with the primary operation alone, and with other changes of the definition. */
async function openPageWith(
  changed: object,
  options: Parameters<Browser["newPage"]>[0] = {},
): Promise<Page> {
  const page = await browser.newPage(options);
  await replaceDefinition(page, stack.tryItUrl, (deployed) => ({
    ...primary(deployed),
    ...changed,
  }));
  await page.goto(stack.tryItUrl);
  return page;
}

const succeeded = { status: expect.stringMatching(/^2\d\d$/) };

describe("a call", () => {
  test("asks no host but the site and the API, and no problem is reported", async () => {
    const { page, origins, problems } = await openWatchedPage(browser);
    await replaceDefinition(page, stack.tryItUrl, primary);
    await page.goto(stack.tryItUrl);
    await keyBox(page).fill(stack.apiKey);
    expect(await execute(page)).toMatchObject(succeeded);

    const known = [stack.tryItUrl, stack.endpoint].map((url) => new URL(url).origin);
    expect([...origins].toSorted()).toEqual(known.toSorted());
    expect(problems).toEqual([]);
  });

  test("leaves the key nowhere but in the box", async () => {
    const page = await openPage();
    await keyBox(page).fill(stack.apiKey);
    expect(await execute(page)).toMatchObject(succeeded);

    expect(page.url()).toBe(stack.tryItUrl);
    expect(await page.content()).not.toContain(stack.apiKey);
    expect(await page.content()).toContain("?code=YOUR_KEY");
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
    expect(await page.context().storageState({ indexedDB: true })).toEqual({
      cookies: [],
      origins: [],
    });
  });

  test("works by keyboard alone, with the focus in sight and the response announced", async () => {
    const page = await openPage();
    await page.getByRole("button", { name: "Execute" }).waitFor();
    await tabTo(page, "secret");
    await page.keyboard.type(stack.apiKey);
    await tabTo(page, "Execute");
    await page.keyboard.press("Enter");
    expect(await readResponse(page)).toMatchObject(succeeded);
    expect(await page.getByRole("status").innerText()).toMatch(
      /^The API responded with status 2\d\d\.$/,
    );
  });
});

/** Presses Tab until the element with this id or text has the focus; each stop has an outline. */
async function tabTo(page: Page, target: string): Promise<void> {
  const stops: string[] = [];
  while (stops.at(-1) !== target) {
    if (stops.length > 20) throw new Error(`No Tab leads to ${target}: ${stops.join(", ")}`);
    await page.keyboard.press("Tab");
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineWidth");
    expect(outline).toBe("3px");
    const focused = page.locator(":focus");
    stops.push((await focused.getAttribute("id")) ?? (await focused.innerText()));
  }
}

describe("the key box", () => {
  test("hides the key until asked to show it", async () => {
    const page = await openPage();
    expect(await keyBox(page).getAttribute("type")).toBe("password");
    await page.getByRole("button", { name: "Show" }).click();
    expect(await keyBox(page).getAttribute("type")).toBe("text");
    await page.getByRole("button", { name: "Hide" }).click();
    expect(await keyBox(page).getAttribute("type")).toBe("password");
  });

  test.each([
    ["a wrong key", "wrong", "The API refused the key (401). Check it, then execute again."],
    ["no key", "", "The API asks for a key (401). Enter it here, then execute again."],
  ])("explains the 401 of %s, and forgets it when another is entered", async (_, key, text) => {
    const page = await openPage();
    await keyBox(page).fill(key);
    expect(await execute(page)).toMatchObject({ status: "401" });
    expect(await page.getByRole("alert").innerText()).toBe(text);
    expect(await page.evaluate("document.activeElement.id")).toBe("secret");
    expect(await keyBox(page).getAttribute("aria-invalid")).toBe("true");

    await page.keyboard.insertText(stack.apiKey);
    expect(await page.getByRole("alert").isVisible()).toBe(false);
    await keyBox(page).fill(stack.apiKey);
    expect(await execute(page)).toMatchObject(succeeded);
    expect(await keyBox(page).getAttribute("aria-invalid")).toBe("false");
  });
});

describe("the definition", () => {
  test("gives the page its texts, and the request body its example", async () => {
    const grams = { type: "number", example: 250 };
    const isExpress = { type: "boolean", example: true };
    const schema = { type: "object", properties: { grams, isExpress } };
    const page = await openPageWith({
      info: { title: "Parcel Desk", version: "2.1.0", description: "Quotes postage." },
      paths: {
        "/api/postage": {
          post: {
            summary: "Quotes a parcel",
            parameters: [{ name: "body", in: "body", schema }],
            responses: { 200: { description: "The quote." } },
          },
        },
      },
    });
    const box = page.getByLabel("Request body");
    await box.waitFor();
    expect(JSON.parse(await box.inputValue())).toEqual({ grams: 250, isExpress: true });
    expect(await page.title()).toBe("Try Parcel Desk");
    const text = await page.locator("body").innerText();
    for (const part of ["Parcel Desk", "2.1.0", "Quotes postage.", "Quotes a parcel"])
      expect(text).toContain(part);
  });

  test.each([
    ["GET operation without parameters", "get", {}, "/api/parcels"],
    [
      "GET operation with values in its address",
      "get",
      {
        parameters: [
          { name: "id", in: "path", required: true, type: "string", "x-example": "a b" },
          { name: "since", in: "query", required: true, type: "integer", "x-example": 5 },
        ],
      },
      "/api/parcels/a%20b?since=5",
    ],
    ["DELETE operation", "delete", {}, "/api/parcels"],
  ])("of one %s opens it, and sends no body", async (_, method, operation, address) => {
    const path = address.includes("%20") ? "/api/parcels/{id}" : "/api/parcels";
    const responses = { 200: { description: "The parcels." } };
    const page = await openPageWith({
      paths: { [path]: { [method]: { ...operation, responses } } },
    });
    const url = new URL(address, stack.endpoint).href;
    await page.route(url, (route) =>
      route.fulfill({ json: [], headers: { "access-control-allow-origin": "*" } }),
    );
    const request = page.waitForRequest(url);
    expect(await execute(page)).toMatchObject(succeeded);
    expect((await request).method()).toBe(method.toUpperCase());
    expect((await request).postData()).toBeNull();
    expect(await page.getByLabel("Request body").count()).toBe(0);
  });

  const oauth2 = { type: "oauth2", flow: "implicit", authorizationUrl: "https://login.example" };
  const header = { type: "apiKey", in: "header", name: "x-key" };
  const query = { type: "apiKey", in: "query", name: "key" };
  test.each([
    ["a key in the query", query, "API key", { key: "a+b&c" }],
    ["a key in a header", header, "API key", { key: null, "x-key": "a+b&c" }],
    ["a token", oauth2, "Access token", { key: null, authorization: "Bearer a+b&c" }],
    ["a password", { type: "basic" }, "Password", { authorization: "Basic w4VzYTphK2ImYw==" }],
  ])("with %s in its security sends that", async (_, scheme, label, sent) => {
    const page = await openPageWith({ securityDefinitions: { apikeyQuery: scheme } });
    await page.getByLabel(label).fill("a+b&c");
    if (scheme.type === "basic") await page.getByLabel("User name").fill("Åsa");
    const request = page.waitForRequest((each) => each.url().startsWith(stack.endpoint));
    await execute(page);
    const { searchParams } = new URL((await request).url());
    expect({ key: searchParams.get("key"), ...(await request).headers() }).toMatchObject(sent);
  });

  test("without security needs no key", async () => {
    const page = await openPageWith({ securityDefinitions: {} });
    const request = page.waitForRequest((sent) => sent.url().startsWith(stack.endpoint));
    await execute(page);
    expect((await request).method()).toBe(stack.exampleCall?.method);
    expect(await keyBox(page).isVisible()).toBe(false);
  });

  test("that cannot be loaded is reported", async () => {
    const page = await browser.newPage();
    await page.route(pageDefinitionUrl(stack.tryItUrl), (route) => route.fulfill({ status: 404 }));
    await page.goto(stack.tryItUrl);
    await page.getByText("its address responded with status 404").waitFor();
    expect(await page.getByRole("status").innerText()).toBe(
      "The connector's definition could not be shown: its address responded with status 404. " +
        "Reload this page. If that does not help, deploy the connector again.",
    );
    expect(await keyBox(page).isVisible()).toBe(false);
  });
});

describe("the layout", () => {
  test.each([1280, 390, 360])("fits a window %d pixels wide", async (width) => {
    const page = await openPage({ viewport: { width, height: 800 } });
    await keyBox(page).fill(stack.apiKey);
    expect(await execute(page)).toMatchObject(succeeded);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
  });

  test.each([1, 3, 6])("does not jump while the page loads, %d times as slowly", async (rate) => {
    const page = await browser.newPage();
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate });
    await page.goto(stack.tryItUrl);
    await page.getByRole("button", { name: "Execute" }).waitFor();
    await page.waitForLoadState("networkidle");
    // Each shift is the part of the window that moved, times how far it moved.
    // https://developer.mozilla.org/docs/Web/API/LayoutShift
    const shifts = await page.evaluate<number[]>(`
      const observer = new PerformanceObserver(() => {});
      observer.observe({ type: "layout-shift", buffered: true });
      observer.takeRecords().map(({ value }) => value);
    `);
    expect(Math.max(0, ...shifts)).toBeLessThan(0.01);
  });
});
