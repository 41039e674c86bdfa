import { execFile, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findPulumi } from "../../local/pulumiCli/findPulumi";
import { startLanguageHost } from "../support/languageHost";
import { startLocalStack, type LocalStack } from "../support/localStack";
import { commandLines } from "../support/commandLines";
import { copyProject, type ProjectCopy } from "../support/projectCopy";

// A start takes seconds, and the machine may be busy.
jest.setTimeout(180_000);

const seedQuestion = { hours: "6", capacity: "2500" };
const seedAnswer = '{"message":"Yes","revenueOpportunity":"$7200","costToFix":"$1600"}';

interface Definition {
  host: string;
  schemes: string[];
  paths: Record<string, Record<string, { operationId: string }>>;
  securityDefinitions: Record<string, { name: string; in: string }>;
}

let project: ProjectCopy;
let stack: LocalStack | undefined;

async function start(...args: string[]): Promise<LocalStack> {
  stack = await startLocalStack({ folder: project.folder, args });
  return stack;
}

async function restart(...args: string[]): Promise<LocalStack> {
  expect(await stack?.stop()).toBe(0);
  return start(...args);
}

async function call(endpoint: string, key: string | undefined, method = "POST"): Promise<Response> {
  return fetch(endpoint, {
    method,
    headers: { "content-type": "application/json", ...(key && { "x-functions-key": key }) },
    ...(method === "POST" && { body: JSON.stringify(seedQuestion) }),
  });
}

/** What the engine did to which resource, as the progress told it; without what was only looked at. */
function steps(log: string): string[] {
  return [...log.matchAll(/› ((?:creating|updating|replacing|deleting)[\w ]*? \S+) \(\d+ done\)/g)]
    .map(([, step = ""]) => step)
    .filter((step) => !step.includes("default_"));
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

  test("the published definition names the live host, and what it describes answers the output key", async () => {
    const { definitionUrl, endpoint, apiKey } = stack as LocalStack;
    const definition = (await (await fetch(definitionUrl)).json()) as Definition;
    const [[path, methods] = ["", {}]] = Object.entries(definition.paths);
    const [method] = Object.keys(methods);
    const [security] = Object.values(definition.securityDefinitions);

    const url = new URL(`${definition.schemes[0]}://${definition.host}${path}`);
    expect(url.href).toBe(endpoint);
    expect(security).toMatchObject({ in: "query" });
    url.searchParams.set(security?.name ?? "", apiKey);
    const answer = await fetch(url, {
      method: method?.toUpperCase() ?? "",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(seedQuestion),
    });

    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(seedAnswer);
  });

  test("without a key and with a wrong one the answer is 401, by GET 404", async () => {
    const { endpoint, apiKey } = stack as LocalStack;
    expect((await call(endpoint, undefined)).status).toBe(401);
    expect((await call(endpoint, `${apiKey}x`)).status).toBe(401);
    expect((await call(endpoint, apiKey, "GET")).status).toBe(404);
  });

  test("a browser may call from the site and from a maker's portal, and from nowhere else", async () => {
    const { endpoint, tryItUrl } = stack as LocalStack;
    const allowed = async (origin: string): Promise<string | null> => {
      const headers = { origin, "access-control-request-method": "POST" };
      const answer = await fetch(endpoint, { method: "OPTIONS", headers });
      return answer.headers.get("access-control-allow-origin");
    };
    const site = new URL(tryItUrl).origin;
    expect(await allowed(site)).toBe(site);
    expect(await allowed("https://make.powerapps.com")).toBe("https://make.powerapps.com");
    expect(await allowed("https://example.com")).toBeNull();
  });

  test("the printed curl line works in a shell", () => {
    const { curl } = stack as LocalStack;
    const { stdout } = spawnSync("sh", ["-c", curl], { encoding: "utf8" });
    expect(stdout).toBe(seedAnswer);
  });

  test("a second start changes nothing, and finds the same key at the same addresses", async () => {
    const { endpoint, apiKey, definitionUrl } = stack as LocalStack;
    const again = await restart();
    expect(Object.keys(again.resourceChanges)).toEqual(["same"]);
    expect(again).toMatchObject({ endpoint, apiKey, definitionUrl });
    expect(await (await call(endpoint, apiKey)).text()).toBe(seedAnswer);
  });

  test("a changed line of code replaces the package and the app's code only, and is served", async () => {
    const file = join(project.folder, "function/turbineRepair/repair/verdict.ts");
    const before = readFileSync(file, "utf8");
    const after = before.replace('? "Yes"', '? "Yes!"');
    expect(after).not.toBe(before);

    writeFileSync(file, after);
    const changed = await restart();
    const answer = (await (await call(changed.endpoint, changed.apiKey)).json()) as object;
    writeFileSync(file, before);

    expect(answer).toMatchObject({ message: "Yes!" });
    expect(steps(changed.log()).toSorted()).toEqual([
      "deleting the old package",
      "replacing package",
      `updating ${hosting === "flex" ? "code" : "app"}`,
    ]);
  });

  test("a new key version makes a key that works, and the old one stops", async () => {
    const { apiKey: oldKey } = stack as LocalStack;
    const { apiKey, endpoint } = await restart("-c", `apiKeyVersion=${hosting === "flex" ? 2 : 3}`);
    expect(apiKey).not.toBe(oldKey);
    expect((await call(endpoint, apiKey)).status).toBe(200);
    expect((await call(endpoint, oldKey)).status).toBe(401);
  });
});

describe("the running stack", () => {
  test("answers a second npm start with a word, and goes on", async () => {
    const { endpoint, apiKey } = stack as LocalStack;
    const second = startLocalStack({ folder: project.folder });
    await expect(second).rejects.toThrow(/already runs .* \(process \d+\)/);
    expect((await call(endpoint, apiKey)).status).toBe(200);
  });

  test("is what a plain pulumi preview with the printed environment finds unchanged", async () => {
    const { environment } = stack as LocalStack;
    const host = await startLanguageHost(project.folder);
    const { command } = await findPulumi();
    const args = [
      "preview",
      "-s",
      "local",
      "--non-interactive",
      "--json",
      "--client",
      host.address,
    ];
    const { stdout } = await promisify(execFile)(command.command, args, {
      cwd: project.folder,
      env: { ...process.env, ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
      maxBuffer: 64 * 1024 * 1024,
    });
    host.stop();
    const { changeSummary } = JSON.parse(stdout) as { changeSummary: Record<string, number> };
    expect(Object.keys(changeSummary)).toEqual(["same"]);
  });

  test("shows its key in no log, in no state of Pulumi's, and in no process's arguments", () => {
    const running = stack as LocalStack;
    const { apiKey } = running;
    expect(running.log()).not.toContain(apiKey);
    expect(filesWith(apiKey, join(project.folder, ".local", "stacks"))).toEqual([]);
    expect(filesWith(apiKey, join(project.folder, "dist"))).toEqual([]);
    expect(commandLines().filter((line) => line.includes(apiKey))).toEqual([]);
  });

  test("keeps its configuration when a wrong value is refused, and says what is allowed", async () => {
    await stack?.stop();
    await expect(start("-c", "hosting=premium")).rejects.toThrow(
      'Configuration turbine-repair:hosting is "premium", expected flex or consumption.',
    );
    await expect(start("-c", "hostng=flex")).rejects.toThrow("turbine-repair:hostng is not known");
    await expect(start("-c", "apiKeyVersion=two")).rejects.toThrow("must be of type 'integer'");
    const again = await start();
    expect({ changes: Object.keys(again.resourceChanges), steps: steps(again.log()) }).toEqual({
      changes: ["same"],
      steps: [],
    });
  });

  test("is gone after destroy: no process, no state, no data", async () => {
    const { endpoint } = stack as LocalStack;
    await stack?.stop();
    stack = undefined;
    const { status, stdout } = spawnSync(
      process.execPath,
      ["--require", "tsx/cjs", "local/main.ts", "destroy"],
      { cwd: project.folder, encoding: "utf8" },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: "Destroyed.\n" });
    expect(existsSync(join(project.folder, ".local"))).toBe(false);
    expect(existsSync(join(project.folder, "Pulumi.local.yaml"))).toBe(false);
    expect(processesIn(project.folder)).toEqual([]);
    await expect(fetch(endpoint)).rejects.toThrow("fetch failed");
  });
});

function filesWith(text: string, folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && readFileSync(path).includes(text));
}

/** Command lines of the processes that run something of the folder. */
function processesIn(folder: string): string[] {
  return commandLines().filter((line) => line.includes(folder));
}
