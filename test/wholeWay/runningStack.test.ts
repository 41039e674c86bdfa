import { execFile, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse as parseYaml } from "yaml";
import { findPulumi } from "../../local/pulumiCli/findPulumi";
import { commandLines } from "../support/commandLines";
import { engineSteps } from "../support/engineSteps";
import { startLanguageHost } from "../support/languageHost";
import { startLocalStack, type LocalStack } from "../support/localStack";
import { copyProject, type ProjectCopy } from "../support/projectCopy";
import { keyHeader, sendExample } from "../support/sendExample";

// A start takes seconds, and the machine may be busy.
jest.setTimeout(180_000);

let project: ProjectCopy;
let stack: LocalStack | undefined;

async function start(...args: string[]): Promise<LocalStack> {
  stack = await startLocalStack({ folder: project.folder, args });
  return stack;
}

beforeAll(async () => {
  project = copyProject();
  await start();
});

afterAll(async () => {
  await stack?.stop();
  project?.remove();
});

describe("the running stack", () => {
  test("makes a second npm start end with a reason, and goes on", async () => {
    const running = stack as LocalStack;
    const second = startLocalStack({ folder: project.folder });
    await expect(second).rejects.toThrow(/already running .* \(process \d+\)/);
    const headers = keyHeader(running.apiKey);
    expect(await sendExample(running, { headers })).toMatchObject({ ok: true });
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

  test("is a cloud that clients find, and get into, by the printed environment, which has no secret", async () => {
    const { environment, delays } = stack as LocalStack;
    const script = `
      const { readFileSync } = require("node:fs");
      const { env } = process;
      const json = async (...request) => (await fetch(...request)).json();
      async function main() {
        const host = "https://" + env.ARM_METADATA_HOSTNAME;
        const { resourceManager, authentication } = await json(host + "/metadata/endpoints?api-version=2022-09-01");
        const { access_token } = await json(authentication.loginEndpoint + env.ARM_TENANT_ID + "/oauth2/v2.0/token", {
          method: "POST",
          body: new URLSearchParams({
            grant_type: "client_credentials",
            client_id: env.ARM_CLIENT_ID,
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: readFileSync(env.ARM_OIDC_TOKEN_FILE_PATH, "utf8"),
            scope: authentication.audiences[0] + "/.default",
          }),
        });
        const id = "subscriptions/" + env.ARM_SUBSCRIPTION_ID;
        const headers = { authorization: "Bearer " + access_token };
        const { state } = await json(resourceManager + id + "?api-version=2022-12-01", { headers });
        process.stdout.write(state);
      }
      main();`;
    // Not by this process: its own certificates are those that it began with.
    const { stdout } = await promisify(execFile)(process.execPath, ["--eval", script], {
      env: { ...process.env, ...environment },
    });
    expect(stdout).toBe("Enabled");
    const secret = readFileSync(environment["ARM_OIDC_TOKEN_FILE_PATH"] ?? "", "utf8");
    expect(JSON.stringify(environment)).not.toContain(secret);
    expect(delays.kind).toBe("short");
  });

  test("shows its key in no log, nowhere in Pulumi's state, and in no process's arguments", () => {
    const running = stack as LocalStack;
    const { apiKey } = running;
    expect(running.log()).not.toContain(apiKey);
    expect(filesWith(apiKey, join(project.folder, ".local", "stacks"))).toEqual([]);
    expect(filesWith(apiKey, join(project.folder, "dist"))).toEqual([]);
    expect(commandLines().filter((line) => line.includes(apiKey))).toEqual([]);
  });

  test("keeps its configuration when a wrong value is refused, and says what is allowed", async () => {
    await stack?.stop();
    const { name } = parseYaml(readFileSync(join(project.folder, "Pulumi.yaml"), "utf8")) as {
      name: string;
    };
    await expect(start("-c", "hosting=premium")).rejects.toThrow(
      new RegExp(
        `Configuration ${name}:hosting is "premium", expected flex or consumption\\.` +
          "[^]*npm start -- -c KEY=VALUE",
      ),
    );
    await expect(start("-c", "hostng=flex")).rejects.toThrow(`${name}:hostng is not known`);
    await expect(start("-c", "apiKeyVersion=two")).rejects.toThrow("must be of type 'integer'");
    const again = await start();
    expect({
      changes: Object.keys(again.resourceChanges),
      steps: engineSteps(again.log()),
    }).toEqual({
      changes: ["same"],
      steps: [],
    });
  });

  test("names its delays with their seed, and refuses others than it has", async () => {
    await stack?.stop();
    const late = ["--delays", "short", "--delays-seed", "7"];
    await expect(start(...late, "-c", "hosting=premium")).rejects.toThrow(
      "Delays: short, seed 7\n",
    );
    const anySeed = start("--delays", "azure", "-c", "hosting=premium");
    await expect(anySeed).rejects.toThrow(/^Delays: azure, seed \d{1,6}$/m);
    await expect(start("--delays", "never")).rejects.toThrow(
      /Allowed choices are off, short, azure/,
    );
    await expect(start("--delays-seed", "1000000")).rejects.toThrow(
      /whole number from 0 to 999999/,
    );
    await start();
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
