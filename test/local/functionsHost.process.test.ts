import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { temporaryDirectory } from "../support/localCloud/cleanUp";
import { helloPackage, helloSource, packageOf } from "../support/localCloud/hostedPackages";
import {
  connectingSource,
  listenForPackages,
  startGate,
} from "../support/localCloud/packageSignals";
import {
  textOf,
  call,
  nextEvent,
  settings,
  startHost,
  statusOf,
  urlOf,
} from "../support/localCloud/startedHost";
import { projectFolder } from "../support/projectFolder";

describe("code that ends its own process", () => {
  const crashing = `
    app.http("crash", { methods: ["GET"], authLevel: "anonymous", handler: () => process.exit(7) });
    ${helloSource("return { body: String(process.pid) };")}`;

  test("fails the request and is restarted", async () => {
    const { host, lines } = await startHost();
    await host.deploy(packageOf(crashing));
    const pid = await textOf(host, "/api/hello");
    expect(await statusOf(host, "/api/crash")).toBe(500);
    const next = await textOf(host, "/api/hello");
    expect(next).toMatch(/^\d+$/);
    expect(next).not.toBe(pid);
    expect(lines.join("\n")).toContain("[sample] crash: error: The package's process ended");
    expect(lines.join("\n")).toContain("is restarted");
  });

  test("is given up after three times, until the next deployment", async () => {
    const { host } = await startHost();
    await host.deploy(packageOf(crashing));
    for (const _ of [1, 2, 3, 4]) expect(await statusOf(host, "/api/crash")).toBe(500);
    const response = await call(host, "/api/hello");
    expect([response.status, await response.text()]).toEqual([
      503,
      "Function host is not running.",
    ]);
    await host.deploy(helloPackage("up"));
    expect(await textOf(host, "/api/hello")).toBe("up");
  });

  test("is given up when it does not load again", async () => {
    const { host, lines } = await startHost();
    const startOnce = `import { existsSync, writeFileSync } from "node:fs";
      const mark = process.env.MARK; if (existsSync(mark)) throw new Error("second start");
      writeFileSync(mark, "");`;
    const folder = temporaryDirectory();
    await host.configure({ ...settings, appSettings: { MARK: join(folder, "mark") } });
    await host.deploy(packageOf(startOnce + crashing));
    expect(await statusOf(host, "/api/crash")).toBe(500);
    expect(await statusOf(host, "/api/hello")).toBe(503);
    expect(lines.filter((line) => line.includes("Error: second start"))).toHaveLength(3);
  });
});

test("the log names app and function, keeps Azure's levels, and never shows a key", async () => {
  const { host, lines } = await startHost();
  await host.deploy(
    packageOf(
      helloSource(`context.log("to", { item: 7 }, request.url, request.headers.get("x-functions-key")); context.warn("two\\nlines");
        context.debug("not kept"); console.log("by console"); process.stderr.write("by stderr\\n");
        await new Promise(setImmediate); return {};`),
    ),
  );
  const key = encodeURIComponent(settings.functionKeys.default);
  await call(host, `/api/hello?code=${key}`, { headers: { "x-functions-key": "master-key" } });
  await host.stop();
  expect(lines).toContain(
    `[sample] hello: to { item: 7 } ${urlOf(host, "/api/hello?code=[key]")} [key]`,
  );
  expect(lines).toEqual(
    expect.arrayContaining([
      "[sample] hello: warning: two",
      "[sample] hello: warning: lines",
      "[sample]: by console",
      "[sample]: by stderr",
    ]),
  );
  expect(lines.join("\n")).not.toMatch(/not kept|function-key|master-key/);
});

test("hooks run around calls, and may replace inputs and results", async () => {
  const { host, lines } = await startHost();
  await host.deploy(
    packageOf(`
      app.hook.appStart(() => console.log("app starts"));
      app.hook.appTerminate(() => console.log("app ends"));
      app.hook.preInvocation((hook) => {
        const { functionHandler } = hook;
        hook.functionHandler = async (...args) => ({ body: (await functionHandler(...args)).body + "+pre" });
        hook.hookData.seen = "pre";
      });
      app.hook.postInvocation((hook) => { hook.result = { body: hook.result.body + "+post" + hook.hookData.seen }; });
      ${helloSource("return { body: 'handler' };")}`),
  );
  expect(await textOf(host, "/api/hello")).toBe("handler+pre+postpre");
  await host.stop();
  expect(lines).toEqual(["[sample]: app starts", "[sample]: app ends"]);
});

describe("the end of", () => {
  test("the host lets requests end, closes the port and leaves no process and no folder", async () => {
    const { host } = await startHost();
    const { port, nextPackage } = await listenForPackages();
    const connected = nextPackage();
    const gate = await startGate();
    const handler = helloSource(`await fetch("${gate.url}"); return { body: "through" };`);
    await host.deploy(packageOf(connectingSource(port) + handler));
    const { folder, closed } = await connected;
    const inFlight = textOf(host, "/api/hello");
    await gate.arrived;
    const stopped = Promise.all([host.stop(), host.stop()]);
    await gate.open();
    expect(await inFlight).toBe("through");
    await stopped;
    await closed;
    expect(existsSync(dirname(folder))).toBe(false);
    await expect(call(host, "/api/hello")).rejects.toThrow("fetch failed");
    await expect(host.deploy(helloPackage("late"))).rejects.toThrow("is stopped");
  });

  test("the host's own process, even by force, ends the code's process and removes its folder", async () => {
    const { port, nextPackage } = await listenForPackages();
    const folder = temporaryDirectory();
    const zip = join(folder, "package.zip");
    writeFileSync(zip, packageOf(connectingSource(port) + helloSource("return {};")));
    const program = `
      const { startFunctionsHost } = require("./local/functionsHost/functionsHost");
      startFunctionsHost({ settings: ${JSON.stringify(settings)} })
        .then((host) => host.deploy(require("node:fs").readFileSync(${JSON.stringify(zip)})))
        .then(() => process.stdout.write("deployed"));`;
    const connected = nextPackage();
    const parent = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", program], {
      cwd: projectFolder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await nextEvent(parent.stdout, "data");
    const { folder: packageFolder, closed } = await connected;
    parent.kill("SIGKILL");
    await closed;
    expect(existsSync(dirname(packageFolder))).toBe(false);
  });

  test("Ctrl-C's signal to the whole group does not end the code before the host does", async () => {
    const { host } = await startHost();
    await host.deploy(packageOf(helloSource("return { body: String(process.pid) };")));
    const { pid } = host;
    process.kill(Number(pid), "SIGINT");
    expect(await textOf(host, "/api/hello")).toBe(String(pid));
  });
});
