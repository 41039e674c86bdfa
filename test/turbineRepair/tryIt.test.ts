import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import type { LocalStack } from "../support/localStack";
import { openStackInBrowser } from "../support/stackInBrowser";
import { execute, keyBox } from "../support/tryItPage";

jest.setTimeout(120_000);

let stack: LocalStack;
let browser: Browser;

beforeAll(async () => {
  ({ stack, browser } = await openStackInBrowser());
});

/** Opens the page with the key and the question filled in. */
async function openPage(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(stack.tryItUrl);
  await keyBox(page).fill(stack.apiKey);
  await page.getByLabel("Request body").fill('{\n  "hours": 6,\n  "capacity": 2500\n}');
  return page;
}

test("the try-it page shows what the example responds", async () => {
  const { status, body } = await execute(await openPage());
  expect(status).toBe("200");
  expect(JSON.parse(body)).toEqual({
    message: "Yes",
    revenueOpportunity: "$7200",
    costToFix: "$1600",
  });
});

test("the try-it page makes a picture that README can show", async () => {
  const page = await openPage();
  expect(await execute(page)).toMatchObject({ status: "200" });
  await page.mouse.move(0, 0);
  const picture = await page.screenshot({ animations: "disabled" });
  expect(picture.length).toBeLessThan(200_000);
  const path = process.env["TRY_IT_PICTURE"];
  if (path) writeFileSync(path, picture);
});
