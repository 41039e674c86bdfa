import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { noDelays } from "../../local/cloud/delays/delays";
import { cloudOptionsVariable } from "../../local/cloud/protocol";
import type { EmulatorProvider } from "../../local/cloud/provider";
import type { Wire } from "../../providers/rest/wire";
import { portIfFree } from "../../local/storage/portChoice";
import {
  consumptionAppInputs,
  contentAccountName,
  deployBase,
  flexAppInputs,
  hostAccountName,
  uploadPackage,
} from "../support/localCloud/baseResources";
import { call, deployCode, isAlive, setKey } from "../support/localCloud/deployments";
import { create, diff, remove, urnOf, type Resource } from "../support/localCloud/engine";
import { packageReturning, packageOf } from "../support/localCloud/functionPackage";
import { temporaryDirectory } from "../support/localCloud/cleanUp";
import { publishPage } from "../support/localCloud/publishedPage";
import { start, type Started } from "../support/localCloud/startedCloud";
import { projectFolder } from "../support/projectFolder";

const noFixedPorts = { functionApp: 0, site: 0, storage: 0 };

/** Everything that a program deploys, with both kinds of apps. */
interface Deployed {
  account: Resource;
  flexApp: Resource;
  consumptionApp: Resource;
}

async function deployAll(started: Started): Promise<Deployed> {
  const base = await deployBase(started);
  const { provider } = base;
  const flexApp = await create(provider, "WebApp", flexAppInputs(base));
  await deployCode(base, flexApp, packageReturning("flex"));
  await setKey(base, flexApp, "flex key");
  const url = await uploadPackage(base, packageReturning("consumption"));
  const consumptionApp = await create(provider, "WebApp", consumptionAppInputs(base, url));
  await setKey(base, consumptionApp, "consumption key");
  await publishPage(started, contentAccountName, "content");
  return { account: base.contentAccount, flexApp, consumptionApp };
}

/** The same resources with their current outputs, as after a refresh. */
async function refresh(provider: EmulatorProvider, deployed: Deployed): Promise<Deployed> {
  const look = async (resource: Resource): Promise<Resource> => {
    const { id, props } = await provider.read(resource.id, urnOf(resource.type), resource.outs);
    expect(id).toBe(resource.id);
    return { ...resource, outs: props };
  };
  return {
    account: await look(deployed.account),
    flexApp: await look(deployed.flexApp),
    consumptionApp: await look(deployed.consumptionApp),
  };
}

function siteOf({ account }: Deployed): string {
  return (account.outs["primaryEndpoints"] as { web: string }).web;
}

/** Where everything listens. */
function portsOf({ account, flexApp, consumptionApp }: Deployed): number[] {
  const endpoints = Object.values(account.outs["primaryEndpoints"] as Record<string, string>);
  const hosts = [flexApp, consumptionApp].map(
    ({ outs }) => `http://${String(outs["defaultHostName"])}`,
  );
  return [...endpoints, ...hosts].map((url) => Number(new URL(url).port));
}

/** Calls everything, and finds what was deployed. */
async function expectServed(deployed: Deployed): Promise<(number | undefined)[]> {
  const { flexApp, consumptionApp } = deployed;
  const flex = await call(flexApp, "flex key");
  const consumption = await call(consumptionApp, "consumption key");
  expect(flex).toMatchObject({ status: 200, response: "flex" });
  expect(consumption).toMatchObject({ status: 200, response: "consumption" });
  expect((await call(flexApp, "consumption key")).status).toBe(401);
  expect(await (await fetch(siteOf(deployed))).text()).toBe("content");
  return [flex.pid, consumption.pid];
}

async function takePort(port: number): Promise<() => Promise<void>> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return async () => {
    await new Promise((resolve) => server.close(resolve));
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const isRowFree = (await portIfFree(port + 1)) !== 0 && (await portIfFree(port + 2)) !== 0;
  return isRowFree ? port : freePort();
}

describe("an emulator that is stopped", () => {
  const directory = temporaryDirectory();
  let deployed: Deployed;

  test("leaves no listener and no process", async () => {
    const started = await start(directory);
    deployed = await deployAll(started);
    const pids = await expectServed(deployed);
    expect(pids.map(isAlive)).toEqual([true, true]);
    await started.stop();
    expect(pids.map(isAlive)).toEqual([false, false]);
    for (const port of portsOf(deployed)) expect(await portIfFree(port)).toBe(port);
  });

  test("serves the same at the same addresses when it is restarted, and a deployment changes nothing", async () => {
    const hidden = hiddenIn(directory);
    const started = await start(directory);
    const found = await refresh(started.provider, deployed);
    expect(found).toEqual(deployed);
    expect(hiddenIn(directory)).toEqual(hidden);
    await expectServed(found);
    for (const resource of Object.values(found)) {
      expect((await diff(started.provider, resource, resource.inputs)).changes).toBe(false);
    }
    await started.stop();
  });

  test("takes other ports when its own are taken, and reports the new addresses", async () => {
    const releases = await Promise.all(portsOf(deployed).map(takePort));
    const started = await start(directory);
    const found = await refresh(started.provider, deployed);
    for (const port of portsOf(found)) expect(portsOf(deployed)).not.toContain(port);
    await expectServed(found);
    await started.stop();
    await Promise.all(releases.map((release) => release()));
    deployed = found;
  });

  test("takes the user's ports rather than its own: the app's, the site's, and three for storage", async () => {
    const ports = {
      functionApp: await freePort(),
      site: await freePort(),
      storage: await freePort(),
    };
    const started = await start(directory, ports);
    const found = await refresh(started.provider, deployed);
    const { storage, site, functionApp } = ports;
    expect(portsOf(found).slice(0, 5)).toEqual([
      storage,
      storage + 1,
      storage + 2,
      site,
      functionApp,
    ]);
    await expectServed(found);
    await started.stop();
    deployed = found;
  });

  test("lets its process exit after everything in it was called", async () => {
    const script = `
      const { startCloud } = require("./local/cloud/startCloud.ts");
      const [directory, ...urls] = process.argv.slice(1);
      async function main() {
        const { stop } = await startCloud({ directory, ports: ${JSON.stringify(noFixedPorts)}, delays: ${JSON.stringify(noDelays)} });
        for (const url of urls) {
          for (const method of ["GET", "HEAD"]) {
            const response = await fetch(url, { method });
            process.stdout.write(response.status + " ");
            if (response.headers.has("etag"))
              await fetch(url, { headers: { "if-none-match": response.headers.get("etag") } });
          }
        }
        await stop();
      }
      main();`;
    const host = String(deployed.flexApp.outs["defaultHostName"]);
    const urls = [siteOf(deployed), `http://${host}/api/hello?code=flex%20key`];
    const args = ["--require", "tsx/cjs", "--eval", script, "--", directory, ...urls];
    const child = spawn(process.execPath, args, {
      cwd: projectFolder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "exit");
    expect(await text(child.stdout)).toBe("200 200 200 200 ");
    expect(await ended).toEqual([0, null]);
  });

  test("starts without an app that is refused now, and the next deployment says why", async () => {
    const file = join(directory, "resources.json");
    const kept = readFileSync(file, "utf8");
    const items: { type: string }[] = JSON.parse(kept);
    writeFileSync(
      file,
      JSON.stringify(items.filter(({ type }) => !type.endsWith("RoleAssignment"))),
    );
    const { written, restore } = watchStderr();
    const { provider, stop } = await start(directory);
    restore();
    expect(written()).toMatch(/func-flex is not restored: .*AuthorizationPermissionMismatch/);

    const { id, inputs, outs } = deployed.flexApp;
    expect(await provider.read(id, urnOf("WebApp"), outs)).toEqual({ id: "", props: {} });
    await expect(provider.create(urnOf("WebApp"), inputs)).rejects.toThrow(
      /AuthorizationPermissionMismatch/,
    );
    await remove(provider, deployed.flexApp);
    await stop();
    writeFileSync(file, kept);
  });

  test("starts with what an earlier version wrote, whose blobs were reached by http", async () => {
    const left = temporaryDirectory();
    cpSync(directory, left, { recursive: true });
    const file = join(left, "resources.json");
    const kept = readFileSync(file, "utf8");
    const [, port = ""] = /"blob": "https:\/\/127\.0\.0\.1:(\d+)/.exec(kept) ?? [];
    writeFileSync(file, kept.replaceAll(`https://127.0.0.1:${port}/`, `http://127.0.0.1:${port}/`));
    expect(readFileSync(file, "utf8")).not.toBe(kept);
    const { provider, stop } = await start(left);
    const found = await refresh(provider, deployed);
    expect(found).toEqual(deployed);
    await expectServed(found);
    await stop();
  });

  test("starts with an app whose code no longer loads, which new code fixes", async () => {
    const first = await start(directory);
    const deployments = first.cloud.storageAccounts
      .blobs(hostAccountName)
      .getContainerClient("deployments");
    await deployments
      .getBlockBlobClient("released-package.zip")
      .uploadData(packageOf('throw new Error("worn out");'));
    await first.stop();

    const { written, restore } = watchStderr();
    const started = await start(directory);
    restore();
    expect(written()).toMatch(/func-flex is not restored: .*DeploymentFailed.*worn out/);
    const { flexApp } = await refresh(started.provider, deployed);
    expect((await call(flexApp, "flex key")).status).toBe(404);
    await deployCode({ started }, flexApp, packageReturning("fixed"));
    expect(await call(flexApp, "flex key")).toMatchObject({ status: 200, response: "fixed" });
    await started.stop();
  });
});

test("what was deployed survives when the emulator is killed at that very moment", async () => {
  const first = await start();
  const deployed = await deployAll(first);
  const left = temporaryDirectory();
  cpSync(first.directory, left, { recursive: true });
  const second = await start(left);
  const pids = await expectServed(await refresh(second.provider, deployed));
  expect(pids.map(isAlive)).toEqual([true, true]);
});

/** The keys of everything, as they are kept. */
function hiddenIn(directory: string): unknown[] {
  const items: { hidden: unknown }[] = JSON.parse(
    readFileSync(join(directory, "resources.json"), "utf8"),
  );
  return items.map(({ hidden }) => hidden);
}

/** Keeps back what is written to stderr until it is restored. */
function watchStderr(): { written: () => string; restore: () => void } {
  const spy = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  let output = "";
  return {
    written: () => output,
    restore: () => {
      output = spy.mock.calls.map(([chunk]) => String(chunk)).join("");
      spy.mockRestore();
    },
  };
}

describe("the emulator's process", () => {
  function forkCloud(ports: Wire) {
    const directory = temporaryDirectory();
    const options = { directory, ports: { ...noFixedPorts, ...ports }, delays: noDelays };
    return fork(join(projectFolder, "local", "cloud", "main.ts"), {
      execArgv: ["--require", "tsx/cjs"],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, [cloudOptionsVariable]: JSON.stringify(options) },
    });
  }

  test("reports why it cannot start, and exits", async () => {
    const storage = await freePort();
    const release = await takePort(storage + 1);
    const child = forkCloud({ storage });
    const ended = once(child, "exit");
    const [message] = await once(child, "message");
    expect(message).toEqual({
      kind: "failed",
      error: expect.stringContaining(`127.0.0.1:${storage + 1}`),
    });
    expect(await ended).toEqual([1, null]);
    await release();
  });

  test("exits with 0 when its parent exits before it is ready", async () => {
    const child = forkCloud({});
    const ended = once(child, "exit");
    child.disconnect();
    expect(await ended).toEqual([0, null]);
  });

  test("reports its ports when it is ready, and exits with 0 when its parent exits", async () => {
    const child = forkCloud({});
    const ended = once(child, "exit");
    const started = once(child, "message");
    const [line] = await once(child.stdout ?? child, "data");
    expect(String(line)).toMatch(/^\d+\n$/);
    expect(await started).toEqual([{ kind: "started", armPort: expect.any(Number) }, undefined]);
    child.disconnect();
    expect(await ended).toEqual([0, null]);
  });
});
