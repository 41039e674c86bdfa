import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { engineSteps } from "../support/engineSteps";
import { startLocalStack, type LocalStack } from "../support/localStack";
import { copyProject, type ProjectCopy } from "../support/projectCopy";
import { keyHeader, sendExample } from "../support/sendExample";

// A start takes seconds, and the machine may be busy.
jest.setTimeout(180_000);

interface Definition {
  host: string;
  basePath: string;
  schemes: string[];
  paths: Record<string, object>;
  securityDefinitions: Record<string, { name: string; in: string }>;
}

let project: ProjectCopy;
let stack: LocalStack;

async function start(...args: string[]): Promise<LocalStack> {
  stack = await startLocalStack({ folder: project.folder, args });
  return stack;
}

async function restart(...args: string[]): Promise<LocalStack> {
  expect(await stack.stop()).toBe(0);
  return start(...args);
}

beforeAll(() => {
  project = copyProject();
});

afterAll(async () => {
  await stack?.stop();
  project?.remove();
});

describe.each(["flex", "consumption"])("on hosting %s", (hosting) => {
  beforeAll(async () => {
    await stack?.stop();
    await start("-c", `hosting=${hosting}`);
  });

  test("the published definition names the live host, and the example call follows it", async () => {
    const { definitionUrl, endpoint, apiKey } = stack;
    const definition = (await (await fetch(definitionUrl)).json()) as Definition;
    const base = `${definition.schemes[0]}://${definition.host}${definition.basePath}`;
    const addresses = Object.keys(definition.paths).map((path) => base.replace(/\/$/, "") + path);
    expect(addresses).toContain(endpoint);

    const [security] = Object.values(definition.securityDefinitions);
    expect(security).toMatchObject({ in: "query" });
    const query = { [security?.name ?? ""]: apiKey };
    expect(await sendExample(stack, { query })).toMatchObject({ ok: true });
  });

  test("without a key and with a wrong one the status is 401, and 404 for a method of no operation", async () => {
    const { apiKey } = stack;
    const wrongKey = { headers: keyHeader(`${apiKey}x`) };
    expect(await sendExample(stack)).toMatchObject({ status: 401 });
    expect(await sendExample(stack, wrongKey)).toMatchObject({ status: 401 });
    const put = { method: "PUT", headers: keyHeader(apiKey) };
    expect(await sendExample(stack, put)).toMatchObject({ status: 404 });
  });

  test("a browser may call from the site and from a maker's portal, and from nowhere else", async () => {
    const { endpoint, tryItUrl, exampleCall } = stack;
    const allowed = async (origin: string): Promise<string | null> => {
      const method = exampleCall?.method ?? "";
      const headers = { origin, "access-control-request-method": method };
      const response = await fetch(endpoint, { method: "OPTIONS", headers });
      return response.headers.get("access-control-allow-origin");
    };
    const site = new URL(tryItUrl).origin;
    expect(await allowed(site)).toBe(site);
    expect(await allowed("https://make.powerapps.com")).toBe("https://make.powerapps.com");
    expect(await allowed("https://example.com")).toBeNull();
  });

  test("the printed curl line works in a shell", () => {
    const line = `${stack.curl} --output /dev/null --write-out '%{http_code}'`;
    const { stdout } = spawnSync("sh", ["-c", line], { encoding: "utf8" });
    expect(stdout).toMatch(/^2\d\d$/);
  });

  test("a second start changes nothing, and finds the same key at the same addresses", async () => {
    const { endpoint, apiKey, definitionUrl } = stack;
    const again = await restart();
    expect(Object.keys(again.resourceChanges)).toEqual(["same"]);
    expect(again).toMatchObject({ endpoint, apiKey, definitionUrl });
    expect(await sendExample(again, { headers: keyHeader(apiKey) })).toMatchObject({ ok: true });
  });

  test("changed code replaces the package and the app's code only, and is served", async () => {
    const file = join(project.folder, "function", "http", "publishedDocuments.ts");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace('"no-cache"', '"no-store"'));
    const changed = await restart();
    const response = await fetch(changed.definitionUrl);
    writeFileSync(file, before);

    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(engineSteps(changed.log()).toSorted()).toEqual(
      hosting === "flex"
        ? ["updating connector-function-code"]
        : [
            "deleting the old connector-package-file",
            "replacing connector-package-file",
            "updating connector-function-app",
            "updating connector-function-code",
          ],
    );
  });

  test("a new key version makes a key that works, and the old one stops", async () => {
    const { apiKey: oldKey } = stack;
    const { apiKey } = await restart("-c", `apiKeyVersion=${hosting === "flex" ? 2 : 3}`);
    expect(apiKey).not.toBe(oldKey);
    expect(await sendExample(stack, { headers: keyHeader(apiKey) })).toMatchObject({ ok: true });
    expect(await sendExample(stack, { headers: keyHeader(oldKey) })).toMatchObject({ status: 401 });
  });
});
