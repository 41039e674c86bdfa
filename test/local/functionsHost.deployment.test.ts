import { existsSync } from "node:fs";
import { dirname } from "node:path";

import { strToU8 } from "fflate";

import { finallyDo } from "../support/localCloud/cleanUp";
import {
  bundle,
  filesOf,
  helloPackage,
  helloSource,
  packageOf,
  zipOf,
} from "../support/localCloud/hostedPackages";
import {
  connectingSource,
  listenForPackages,
  startGate,
} from "../support/localCloud/packageSignals";
import {
  textOf,
  call,
  jsonOf,
  settings,
  startHost,
  statusOf,
} from "../support/localCloud/startedHost";

describe("a deployment", () => {
  test("replaces the code and leaves nothing of the old: process, memory and folder", async () => {
    const { host } = await startHost();
    const { port, nextPackage } = await listenForPackages();
    const connected = nextPackage();
    const [listing] = await host.deploy(
      packageOf(connectingSource(port) + helloSource('return { body: "old" };')),
    );
    expect(listing).toMatchObject({ name: "hello", route: "api/hello" });
    const old = await connected;
    const { pid, port: listening } = host;
    await host.deploy(helloPackage("new"));
    expect(await textOf(host, "/api/hello")).toBe("new");
    await old.closed;
    expect(existsSync(dirname(old.folder))).toBe(false);
    expect(host.pid).not.toBe(pid);
    expect(host.port).toBe(listening);
  });

  test("lets requests in flight end on the old code", async () => {
    const { host } = await startHost();
    const gate = await startGate();
    await host.deploy(
      packageOf(helloSource(`await fetch("${gate.url}"); return { body: "old" };`)),
    );
    const inFlight = textOf(host, "/api/hello");
    await gate.arrived;
    await host.deploy(helloPackage("new"));
    expect(await textOf(host, "/api/hello")).toBe("new");
    await gate.open();
    expect(await inFlight).toBe("old");
  });

  test("ends a request that is not through within the drain time", async () => {
    const { host } = await startHost({ limits: { drainTimeoutMs: 10 } });
    const gate = await startGate();
    await host.deploy(
      packageOf(helloSource(`await fetch("${gate.url}"); return { body: "old" };`)),
    );
    const inFlight = statusOf(host, "/api/hello");
    await gate.arrived;
    await host.deploy(helloPackage("new"));
    expect(await inFlight).toBe(500);
  });

  test("refuses no connection", async () => {
    const { host } = await startHost();
    await host.deploy(helloPackage("old"));
    const deployment = host.deploy(helloPackage("new")).then(() => "done" as const);
    const responses = new Set<string>();
    const callOnce = async () => responses.add(await textOf(host, "/api/hello"));
    while ((await Promise.race([deployment, callOnce()])) !== "done");
    await callOnce();
    expect([...responses]).toEqual(["old", "new"]);
  });

  test("waits for the one before it", async () => {
    const { host } = await startHost();
    const gate = await startGate();
    const slow = `app.hook.appStart(() => fetch("${gate.url}"));`;
    const ended: string[] = [];
    const first = host.deploy(packageOf(slow + helloSource("return {};")));
    const second = host.deploy(strToU8("not a zip"));
    const all = Promise.allSettled([
      first.finally(() => ended.push("first")),
      second.finally(() => ended.push("second")),
    ]);
    await gate.open();
    await all;
    expect(ended).toEqual(["first", "second"]);
  });

  test("serves a package that is an ES module", async () => {
    const { host } = await startHost();
    const files = {
      "host.json": '{"version":"2.0"}',
      "package.json": '{"main":"./main.js","type":"module"}',
      "main.js": 'await import("./app.cjs");',
      "app.cjs": bundle(helloSource('return { body: "esm" };')).code,
    };
    await host.deploy(zipOf(files));
    expect(await textOf(host, "/api/hello")).toBe("esm");
  });

  test("finds no module and no TypeScript hook of this machine", async () => {
    const { host } = await startHost();
    const files = filesOf("");
    const foreign = host.deploy(
      zipOf({ ...files, "dist/main.js": 'require("@azure/functions");' }),
    );
    await expect(foreign).rejects.toThrow("Cannot find module");
    const typeScript = host.deploy(zipOf({ ...files, "dist/main.js": "const port: number = 1;" }));
    await expect(typeScript).rejects.toThrow("SyntaxError");
  });
});

describe("app settings", () => {
  test("are the code's environment; of this process's it sees nothing else", async () => {
    process.env["SECRET_OF_THIS_MACHINE"] = "secret";
    finallyDo(() => delete process.env["SECRET_OF_THIS_MACHINE"]);
    const { host } = await startHost({ settings: { ...settings, appSettings: { MODE: "7" } } });
    await host.deploy(packageOf(helloSource("return { jsonBody: process.env };")));
    const environment = await jsonOf(host, "/api/hello");
    expect(environment).toMatchObject({
      MODE: "7",
      FUNCTIONS_WORKER_RUNTIME: "node",
      FUNCTIONS_EXTENSION_VERSION: "~4",
      WEBSITE_SITE_NAME: "sample",
      WEBSITE_HOSTNAME: `127.0.0.1:${host.port}`,
    });
    const machine = ["PATH", "TMPDIR", "TMP", "TEMP", "LANG", "LC_ALL", "TZ", "SystemRoot"];
    const platform = ["HOME", "USERPROFILE", "FUNCTIONS_", "WEBSITE_", "MODE"];
    const others = Object.keys(Object(environment)).filter(
      (name) => ![...machine, ...platform].some((known) => name.startsWith(known)),
    );
    expect(others).toEqual([]);
    expect(environment).not.toMatchObject({ HOME: process.env["HOME"] });
  });

  test("when changed, start the code again; when not, do not", async () => {
    const { host } = await startHost();
    await host.deploy(packageOf(helloSource("return { body: process.env.MODE ?? 'none' };")));
    expect(await textOf(host, "/api/hello")).toBe("none");
    const changed = { ...settings, appSettings: { MODE: "7", A: "1" } };
    await host.configure(changed);
    expect(await textOf(host, "/api/hello")).toBe("7");
    const { pid } = host;
    await host.configure({ ...changed, appSettings: { A: "1", MODE: "7" } });
    expect(host.pid).toBe(pid);
  });

  test("with which the code does not start are refused, and the old ones hold", async () => {
    const { host } = await startHost();
    const guard = "if (process.env.MODE === '7') throw new Error('no mode 7');";
    await host.deploy(packageOf(guard + helloSource("return { body: 'up' };")));
    const refused = { ...settings, appSettings: { MODE: "7" }, allowedOrigins: ["*"] };
    await expect(host.configure(refused)).rejects.toThrow("no mode 7");
    const response = await call(host, "/api/hello", { headers: { origin: "https://a.test" } });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(await response.text()).toBe("up");
  });
});
