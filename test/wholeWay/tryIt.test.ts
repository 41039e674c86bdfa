import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../support/browser";
import { type LocalStack, startLocalStack } from "../support/localStack";
import { type ProjectCopy, copyProject } from "../support/projectCopy";
import { execute, openWatchedPage, readAnswer, tryItInBrowser } from "../support/tryItPage";

jest.setTimeout(120_000);

let project: ProjectCopy;
let stack: LocalStack;
let browser: Browser;

beforeAll(async () => {
  project = copyProject();
  stack = await startLocalStack({ folder: project.folder });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  project?.remove();
});

afterEach(async () => {
  await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
});

async function openPage(options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
  const page = await browser.newPage(options);
  await page.goto(stack.tryItUrl);
  return page;
}

/** Opens the page with another definition in the place of the deployed one. */
async function openPageWith(changed: object): Promise<Page> {
  const page = await browser.newPage();
  await page.route(stack.definitionUrl, async (route) => {
    const deployed: object = await (await route.fetch()).json();
    await route.fulfill({ json: { ...deployed, ...changed } });
  });
  await page.goto(stack.tryItUrl);
  return page;
}

const keyBox = (page: Page) => page.getByLabel("API key");

describe("a call", () => {
  test("shows what the API answers", async () => {
    expect(await tryItInBrowser(stack.tryItUrl, stack.apiKey)).toEqual({
      message: "Yes",
      revenueOpportunity: "$7200",
      costToFix: "$1600",
    });
  });

  test("asks no host but the site and the API, and no problem is reported", async () => {
    const { page, origins, problems } = await openWatchedPage(browser);
    await page.goto(stack.tryItUrl);
    await keyBox(page).fill(stack.apiKey);
    expect(await execute(page)).toMatchObject({ status: "200" });

    const known = [stack.tryItUrl, stack.endpoint].map((url) => new URL(url).origin);
    expect([...origins].toSorted()).toEqual(known.toSorted());
    expect(problems).toEqual([]);
  });

  test("leaves the key nowhere but in the box", async () => {
    const page = await openPage();
    await keyBox(page).fill(stack.apiKey);
    expect(await execute(page)).toMatchObject({ status: "200" });

    expect(page.url()).toBe(stack.tryItUrl);
    expect(await page.content()).not.toContain(stack.apiKey);
    expect(await page.content()).toContain("?code=YOUR_KEY");
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
    expect(await page.context().storageState({ indexedDB: true })).toEqual({
      cookies: [],
      origins: [],
    });
  });

  test("works by keyboard alone, with the focus in sight and the answer announced", async () => {
    const page = await openPage();
    await page.getByRole("button", { name: "Execute" }).waitFor();
    await tabTo(page, "secret");
    await page.keyboard.type(stack.apiKey);
    await tabTo(page, "Execute");
    await page.keyboard.press("Enter");
    expect(await readAnswer(page)).toMatchObject({ status: "200" });
    expect(await page.getByRole("status").innerText()).toBe("The API answered 200.");
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
    expect(await execute(page)).toMatchObject({ status: "200" });
    expect(await keyBox(page).getAttribute("aria-invalid")).toBe("false");
  });
});

describe("the definition", () => {
  test("gives the page its texts, and the request body its example", async () => {
    const hours = { type: "number", example: 6 };
    const capacity = { type: "number", example: 2500 };
    const schema = { type: "object", properties: { hours, capacity } };
    const page = await openPageWith({
      info: { title: "Gearbox Repair", version: "2.1.0", description: "Repairs gearboxes." },
      paths: {
        "/api/TurbineRepair": {
          post: {
            summary: "Plans a repair",
            parameters: [{ name: "body", in: "body", schema }],
            responses: { 200: { description: "The plan." } },
          },
        },
      },
    });
    const box = page.getByLabel("Request body");
    await box.waitFor();
    expect(JSON.parse(await box.inputValue())).toEqual({ hours: 6, capacity: 2500 });
    expect(await page.title()).toBe("Try Gearbox Repair");
    const text = await page.locator("body").innerText();
    for (const part of ["Gearbox Repair", "2.1.0", "Repairs gearboxes.", "Plans a repair"])
      expect(text).toContain(part);
  });

  const oauth2 = { type: "oauth2", flow: "implicit", authorizationUrl: "https://login.example" };
  const header = { type: "apiKey", in: "header", name: "x-key" };
  const query = { type: "apiKey", in: "query", name: "key" };
  test.each([
    ["a key in the query", query, "API key", { search: "?key=a%2Bb%26c" }],
    ["a key in a header", header, "API key", { search: "", "x-key": "a+b&c" }],
    ["a token", oauth2, "Access token", { search: "", authorization: "Bearer a+b&c" }],
    ["a password", { type: "basic" }, "Password", { authorization: "Basic w4VzYTphK2ImYw==" }],
  ])("with %s in its security sends that", async (_, scheme, label, sent) => {
    const page = await openPageWith({ securityDefinitions: { apikeyQuery: scheme } });
    await page.getByLabel(label).fill("a+b&c");
    if (scheme.type === "basic") await page.getByLabel("User name").fill("Åsa");
    const request = page.waitForRequest(stack.endpoint + "*");
    await execute(page);
    const { search } = new URL((await request).url());
    expect({ search, ...(await request).headers() }).toMatchObject(sent);
  });

  test("without security needs no key", async () => {
    const page = await openPageWith({ securityDefinitions: {} });
    const request = page.waitForRequest(stack.endpoint);
    await execute(page);
    expect((await request).method()).toBe("POST");
    expect(await keyBox(page).isVisible()).toBe(false);
  });

  test("that cannot be loaded is said", async () => {
    const page = await browser.newPage();
    await page.route(stack.definitionUrl, (route) => route.fulfill({ status: 404 }));
    await page.goto(stack.tryItUrl);
    await page.getByText("its address answered 404").waitFor();
    expect(await page.getByRole("status").innerText()).toBe(
      "The connector's definition could not be shown: its address answered 404. " +
        "Reload this page. If that does not help, deploy the connector again.",
    );
    expect(await keyBox(page).isVisible()).toBe(false);
  });
});

describe("the layout", () => {
  test.each([1280, 390, 360])("fits a window %d pixels wide", async (width) => {
    const page = await openPage({ viewport: { width, height: 800 } });
    await keyBox(page).fill(stack.apiKey);
    expect(await execute(page)).toMatchObject({ status: "200" });
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

  test("makes a picture that README can show", async () => {
    const page = await openPage({ viewport: { width: 1280, height: 900 } });
    await keyBox(page).fill(stack.apiKey);
    await page.getByLabel("Request body").fill('{\n  "hours": 6,\n  "capacity": 2500\n}');
    expect(await execute(page)).toMatchObject({ status: "200" });
    await page.mouse.move(0, 0);
    const picture = await page.screenshot({ animations: "disabled" });
    expect(picture.length).toBeLessThan(200_000);
    const path = process.env["TRY_IT_PICTURE"];
    if (path) writeFileSync(path, picture);
  });
});
