import { spawn } from "node:child_process";
import { type EventEmitter, once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import {
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
  createServer,
  request,
} from "node:http";
import { type Server, type Socket, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

import { buildSync } from "esbuild";
import { strToU8, zipSync } from "fflate";

import {
  type FunctionsHost,
  type FunctionsHostOptions,
  startFunctionsHost,
} from "../local/functionsHost/functionsHost";
import { compareRoutes, matchRoute, parseRoute } from "../local/functionsHost/route";

const root = dirname(__dirname);
const settings = {
  name: "turbines",
  appSettings: {},
  allowedOrigins: [],
  functionKeys: { default: "function-key/+1", second: "function-key-2" },
  masterKey: "master-key",
} as const;

const hosts: FunctionsHost[] = [];
const stops: (() => unknown)[] = [];
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()));
  for (const stop of stops) stop();
});

async function startHost(options: Partial<FunctionsHostOptions> = {}) {
  const lines: string[] = [];
  const host = await startFunctionsHost({
    settings,
    log: (line) => lines.push(line),
    ...options,
  });
  hosts.push(host);
  return { host, lines };
}

type Files = Readonly<Record<string, string | undefined>>;

function bundle(source: string): { code: string; map: string } {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `import { app, output } from "@azure/functions";\n${source}`,
      resolveDir: root,
      sourcefile: "repair.ts",
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["@azure/functions-core"],
    sourcemap: true,
    outfile: "app.js",
    write: false,
  });
  const [map, code] = outputFiles;
  if (map === undefined || code === undefined) throw new Error("esbuild made no bundle.");
  return { code: code.text, map: map.text };
}

/** The files of a package as it is deployed: bundled, with its map beside it. */
function filesOf(source: string): Files {
  const { code, map } = bundle(source);
  return {
    "host.json": '{"version":"2.0"}',
    "package.json": '{"main":"dist/main.js"}',
    "dist/main.js": 'process.setSourceMapsEnabled(true);\nrequire("./app.js");',
    "dist/app.js": code,
    "dist/app.js.map": map,
  };
}

function packageOf(source: string): Uint8Array {
  return zipOf(filesOf(source));
}

/** A file of undefined content is left out. */
function zipOf(files: Files): Uint8Array {
  const kept = Object.entries(files).flatMap(([path, content]) =>
    content === undefined ? [] : [[path, strToU8(content)] as const],
  );
  return zipSync(Object.fromEntries(kept));
}

/** Registers one anonymous GET function `hello`. */
function helloSource(handlerBody: string): string {
  return `app.http("hello", { methods: ["GET"], authLevel: "anonymous",
    handler: async (request, context) => { ${handlerBody} } });`;
}

/** A package whose `hello` answers a text. */
function helloPackage(answer: string): Uint8Array {
  return packageOf(helloSource(`return { body: ${JSON.stringify(answer)} };`));
}

function urlOf(host: FunctionsHost, path: string): string {
  return `http://127.0.0.1:${host.port}${path}`;
}

async function call(host: FunctionsHost, path: string, init?: RequestInit) {
  return fetch(urlOf(host, path), init);
}

async function answerOf(host: FunctionsHost, path: string, init?: RequestInit): Promise<string> {
  return (await call(host, path, init)).text();
}

async function jsonOf(host: FunctionsHost, path: string, init?: RequestInit) {
  const value: unknown = await (await call(host, path, init)).json();
  return value;
}

async function statusOf(host: FunctionsHost, path: string, init?: RequestInit): Promise<number> {
  return (await call(host, path, init)).status;
}

/** What `fetch` cannot send: repeated headers, a Host header, a length without its body. */
async function rawCall(host: FunctionsHost, path: string, options: RequestOptions, body?: string) {
  const sent = request({ host: "127.0.0.1", port: host.port, path, ...options });
  // The host may end the connection of a body that is not sent.
  sent.on("error", () => undefined);
  if (body === undefined) sent.flushHeaders();
  else sent.end(body);
  return nextEvent<IncomingMessage>(sent, "response");
}

async function nextEvent<Value>(emitter: EventEmitter, name: string): Promise<Value> {
  return new Promise((resolve) => {
    emitter.once(name, (value: Value) => {
      resolve(value);
    });
  });
}

async function portOf(server: Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** A server that a package connects to while it is loaded, to say where it runs and that it lives. */
async function listenForPackages() {
  const server = createSocketServer();
  const port = await portOf(server);
  stops.push(() => server.close());
  const nextPackage = async () => {
    const socket = await nextEvent<Socket>(server, "connection");
    // A killed process may reset the connection before it is closed.
    socket.on("error", () => undefined);
    const closed = nextEvent(socket, "close");
    const folder = await nextEvent<Buffer>(socket, "data");
    return { folder: folder.toString(), closed };
  };
  return { port, nextPackage };
}

/** The package counts as loaded when it has said where it runs. */
function connectingSource(port: number): string {
  return `import { connect } from "node:net";
    const socket = connect(${port}, "127.0.0.1");
    app.hook.appStart(() => new Promise((resolve) => socket.write(process.cwd(), resolve)));`;
}

/** A server whose first answer waits until it is let go. */
async function startGate() {
  const server = createServer();
  const port = await portOf(server);
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const arrived = new Promise<ServerResponse>((resolve) => {
    server.once("request", (_, response) => {
      resolve(response);
    });
  });
  const open = async () => (await arrived).end();
  return { url: `http://127.0.0.1:${port}`, arrived, open };
}

function from(origin: string): RequestInit {
  return { headers: { origin } };
}

function header(key: string): RequestInit {
  return { headers: { "x-functions-key": key } };
}

function preflight(origin: string): RequestInit {
  return {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "PUT",
      "access-control-request-headers": "content-type,x-functions-key",
    },
  };
}

const echoSource = `
  const echo = async (request, context) => ({ jsonBody: {
    name: context.functionName, method: request.method, url: request.url,
    headers: Object.fromEntries(request.headers), query: Object.fromEntries(request.query),
    params: request.params, hasBody: request.body !== null,
    body: Buffer.from(await request.arrayBuffer()).toString("base64"),
  } });
  const route = (name, route, methods = ["GET", "POST"]) =>
    app.http(name, { route, methods, authLevel: "anonymous", handler: echo });
  route("byId", "turbines/{id:int}");
  route("byName", "turbines/{name:alpha}");
  route("byAny", "turbines/{any}");
  route("all", "turbines/all");
  route("rest", "files/{*rest}");
  route("maybe", "maybe/{id?}");
  route("sites", "sites/{site:guid}/turbines/{id}");
  route("echo", undefined);
  route("write", "write", ["POST"]);
  for (const authLevel of ["function", "admin"])
    app.http("of-" + authLevel, { route: "level/" + authLevel, methods: ["GET"], authLevel, handler: async () => ({ body: "open" }) });
  const answers = {
    json: () => ({ status: 201, jsonBody: { ok: true } }),
    text: () => ({ body: "text" }),
    empty: () => ({}),
    nothing: () => undefined,
    noContent: () => ({ status: 204, body: "dropped" }),
    binary: () => ({ body: new Uint8Array([0, 255, 128, 10]), headers: { "content-type": "image/png" } }),
    cookies: () => ({ cookies: [
      { name: "a", value: "1 2", path: "/", maxAge: 60, secure: true, httpOnly: true, sameSite: "Lax" },
      { name: "b", value: "2", domain: "x.test", expires: new Date(0 + 1000), sameSite: "None" } ] }),
    cors: () => ({ headers: { "access-control-allow-origin": "https://by-code.test", vary: "Accept" } }),
    number: () => 7,
    late: () => app.http("late", { methods: ["GET"], handler: echo }),
    throws: () => { throw new Error("the gearbox is broken"); },
  };
  app.http("answer", { route: "answer/{kind}", methods: ["GET", "OPTIONS"], authLevel: "anonymous",
    handler: async (request) => answers[request.params.kind]() });
`;

test("an app without a package answers every route with 404, and its root with a page", async () => {
  const { host } = await startHost();
  expect(await statusOf(host, "/api/hello")).toBe(404);
  expect(host.functions()).toEqual([]);
  expect(host.pid).toBeUndefined();
  const page = await call(host, "/");
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toContain("text/html");
  expect(await page.text()).toContain("up and running");
  expect(await statusOf(host, "/", { method: "POST" })).toBe(404);
});

test("a taken port is named in the error", async () => {
  const { host } = await startHost();
  await expect(startHost({ port: host.port })).rejects.toThrow(
    `Cannot listen on 127.0.0.1:${host.port}`,
  );
});

describe("a deployed app", () => {
  let host: FunctionsHost;
  let lines: string[];
  beforeAll(async () => {
    ({ host, lines } = await startHost());
    await host.deploy(packageOf(echoSource));
  });
  beforeEach(() => host.configure(settings));

  test("lists its functions with route, methods and level", () => {
    expect(host.functions()).toContainEqual({
      name: "byId",
      trigger: "httpTrigger",
      route: "api/turbines/{id:int}",
      methods: ["GET", "POST"],
      authLevel: "anonymous",
    });
    expect(host.functions().map(({ name }) => name)).toContain("echo");
  });

  test.each([
    ["/api/turbines/7", "byId", { id: "7" }],
    ["/api/turbines/-7", "byId", { id: "-7" }],
    ["/api/turbines/99999999999", "byAny", { any: "99999999999" }],
    ["/api/turbines/North", "byName", { name: "North" }],
    ["/api/turbines/north%20%2f7", "byAny", { any: "north %2F7" }],
    ["/api/turbines/100%", "byAny", { any: "100%" }],
    ["/API/Turbines/ALL/", "all", {}],
    ["/api/files/a/b%20c.txt", "rest", { rest: "a/b c.txt" }],
    ["/api/files", "rest", {}],
    ["/api/maybe", "maybe", {}],
    ["/api/maybe/7", "maybe", { id: "7" }],
    [
      "/api/sites/2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d/turbines/1",
      "sites",
      { site: "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d", id: "1" },
    ],
    ["/api/echo", "echo", {}],
  ])("the path %s reaches %s", async (path, name, params) => {
    expect(await jsonOf(host, path)).toMatchObject({ name, params });
  });

  test.each([
    "/api",
    "/api/",
    "/turbines/7",
    "/api/turbines",
    "/api/turbines/7/8",
    "/api/sites/x/turbines/1",
    "//api/echo",
  ])("the path %s reaches nothing: 404 without a body", async (path) => {
    const response = await call(host, path);
    expect([response.status, await response.text()]).toEqual([404, ""]);
  });

  test.each(["GET", "PUT", "DELETE", "OPTIONS", "HEAD"])(
    "the method %s, not declared for a route, gets 404",
    async (method) => {
      expect(await statusOf(host, "/api/write", { method })).toBe(404);
    },
  );

  test("HEAD reaches a function of GET, and its answer has no body", async () => {
    const response = await call(host, "/api/answer/text", { method: "HEAD" });
    expect([response.status, response.headers.get("content-length")]).toEqual([200, "4"]);
    expect(await response.text()).toBe("");
  });

  test("bodies arrive as bytes, whatever the content type", async () => {
    const bytes = Buffer.alloc(1024 * 1024, Buffer.from([0, 255, 128, 10]));
    const init = { method: "POST", body: bytes, headers: { "content-type": "application/json" } };
    expect(await jsonOf(host, "/api/echo", init)).toMatchObject({ body: bytes.toString("base64") });
  });

  test("a request without a body has none", async () => {
    expect(await jsonOf(host, "/api/echo", { method: "POST" })).toMatchObject({ hasBody: false });
  });

  test("a chunked body does not reach the code, and the log says so", async () => {
    const headers = { "transfer-encoding": "chunked" };
    const response = await rawCall(host, "/api/echo", { method: "POST", headers }, "sent");
    expect(JSON.parse(await text(response))).toMatchObject({ hasBody: false });
    expect(lines.join("\n")).toMatch(/\[turbines\] echo: warning: .*chunked/);
  });

  test("a body over 100 MiB gets 413 before it is read, one of 100 MiB is read", async () => {
    const over = { method: "POST", headers: { "content-length": 100 * 1024 * 1024 + 1 } };
    expect((await rawCall(host, "/api/write", over)).statusCode).toBe(413);
    const options = { host: "127.0.0.1", port: host.port, path: "/api/answer/text" };
    const headers = { "content-length": 100 * 1024 * 1024 };
    const full = request({ ...options, method: "GET", headers });
    full.end(Buffer.alloc(100 * 1024 * 1024));
    const response = await nextEvent<IncomingMessage>(full, "response");
    expect(response.statusCode).toBe(200);
    response.resume();
  });

  test("values of repeated headers and query names are joined by commas", async () => {
    const headers = { "x-part": ["blade", "gear"] };
    const path = "/api/echo?Part=blade&part=gear&empty=&space=a%20b";
    const response = await rawCall(host, path, { headers }, "");
    expect(JSON.parse(await text(response))).toMatchObject({
      headers: { "x-part": "blade,gear" },
      query: { Part: "blade,gear", empty: "", space: "a b" },
      url: urlOf(host, path),
    });
  });

  test("a Host header that makes no URL gets 400", async () => {
    expect((await rawCall(host, "/api/echo", { headers: { host: "a b" } }, "")).statusCode).toBe(
      400,
    );
  });

  test.each([
    ["json", 201, "application/json", '{"ok":true}'],
    ["text", 200, "text/plain;charset=UTF-8", "text"],
    ["empty", 200, null, ""],
    ["nothing", 204, null, ""],
    ["noContent", 204, null, ""],
    ["number", 500, null, ""],
  ])("a handler's answer %s is sent as %i %s", async (kind, status, type, body) => {
    const response = await call(host, `/api/answer/${kind}`);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, type]);
    const length = status === 204 ? null : String(body.length);
    expect(response.headers.get("content-length")).toBe(length);
    expect(await response.text()).toBe(body);
  });

  test("binary answers arrive as sent", async () => {
    const response = await call(host, "/api/answer/binary");
    expect(response.headers.get("content-type")).toBe("image/png");
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 128, 10]);
  });

  test("each cookie is a Set-Cookie of its own", async () => {
    expect((await call(host, "/api/answer/cookies")).headers.getSetCookie()).toEqual([
      "a=1%202; max-age=60; path=/; secure; samesite=lax; httponly",
      "b=2; expires=Thu, 01 Jan 1970 00:00:01 GMT; domain=x.test; samesite=none",
    ]);
  });

  test("a throw gets 500 without a body, and the log has the error with its source line", async () => {
    const response = await call(host, "/api/answer/throws");
    expect([response.status, await response.text()]).toEqual([500, ""]);
    const log = lines.join("\n");
    expect(log).toContain("[turbines] answer: error: Error: the gearbox is broken");
    expect(log).toMatch(/\[turbines\] answer: error: .*repair\.ts:\d+/);
  });

  test("a function that is registered after the start is refused, as on Azure", async () => {
    expect(await statusOf(host, "/api/answer/late")).toBe(500);
    expect(lines.join("\n")).toContain('Function "late" was registered after the app had started');
  });

  describe("asks for keys", () => {
    test.each([
      ["function", "function-key/+1", 200],
      ["function", "function-key-2", 200],
      ["function", "master-key", 200],
      ["function", "function-key/+", 401],
      ["function", "", 401],
      ["admin", "master-key", 200],
      ["admin", "function-key-2", 401],
    ])("level %s with the key %j: %i, in the header or the query", async (level, key, status) => {
      expect(await statusOf(host, `/api/level/${level}`, header(key))).toBe(status);
      expect(await statusOf(host, `/api/level/${level}?code=${encodeURIComponent(key)}`)).toBe(
        status,
      );
    });

    test("a missing key gets 401 without a body", async () => {
      const response = await call(host, "/api/level/function");
      expect([response.status, await response.text()]).toEqual([401, ""]);
    });

    test("the header goes before the query", async () => {
      const path = "/api/level/function?code=function-key-2";
      expect(await statusOf(host, path, header("wrong"))).toBe(401);
      expect(await statusOf(host, path, header(""))).toBe(401);
      expect(await statusOf(host, "/api/level/function?CODE=function-key-2")).toBe(200);
    });

    test("a stored empty key opens nothing", async () => {
      await host.configure({ ...settings, functionKeys: { default: "" } });
      expect(await statusOf(host, "/api/level/function")).toBe(401);
    });

    test("changed keys hold at once, in the same process", async () => {
      const { pid } = host;
      await host.configure({ ...settings, functionKeys: { default: "rotated" } });
      expect(await statusOf(host, "/api/level/function", header("rotated"))).toBe(200);
      expect(await statusOf(host, "/api/level/function", header("function-key-2"))).toBe(401);
      expect(host.pid).toBe(pid);
    });
  });

  describe("with CORS", () => {
    const maker = "https://make.powerapps.com";
    beforeEach(() => host.configure({ ...settings, allowedOrigins: [maker] }));

    test.each([
      ["/api/echo", 200],
      ["/api/level/function", 401],
      ["/api/none", 404],
      ["/api/answer/throws", 500],
    ])("an allowed origin is named on %s: %i", async (path, status) => {
      const response = await call(host, path, from(maker));
      expect(response.status).toBe(status);
      expect(response.headers.get("access-control-allow-origin")).toBe(maker);
      expect(response.headers.get("vary")).toBe("Origin");
    });

    test("a preflight is answered without a key and without the code", async () => {
      const response = await call(host, "/api/level/function", preflight(maker));
      expect(response.status).toBe(204);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "access-control-allow-origin": maker,
        "access-control-allow-methods": "PUT",
        "access-control-allow-headers": "content-type,x-functions-key",
        "access-control-max-age": "600",
      });
    });

    test("another origin is not named, not even in a preflight", async () => {
      for (const init of [from("https://other.test"), preflight("https://other.test")]) {
        const names = [...(await call(host, "/api/echo", init)).headers.keys()];
        expect(names.filter((name) => name.startsWith("access-control-"))).toEqual([]);
      }
    });

    test("what code says about origins is dropped; its Vary stays", async () => {
      const { headers } = await call(host, "/api/answer/cors", from(maker));
      expect(headers.get("access-control-allow-origin")).toBe(maker);
      expect(headers.get("vary")).toBe("Origin, Accept");
    });

    test("* admits every origin when it is listed", async () => {
      await host.configure({ ...settings, allowedOrigins: ["*"] });
      const { headers } = await call(host, "/api/echo", from("https://other.test"));
      expect(headers.get("access-control-allow-origin")).toBe("*");
    });

    test("without allowed origins the code answers for itself", async () => {
      await host.configure(settings);
      const init = preflight(maker);
      const { headers } = await call(host, "/api/answer/cors", init);
      expect(headers.get("access-control-allow-origin")).toBe("https://by-code.test");
      expect(await statusOf(host, "/api/write", init)).toBe(404);
    });
  });
});

test("routes are tried literals first, then constrained parameters, then longer ones", () => {
  const templates = ["api/{*rest}", "api/{id}", "api/{id}/x", "api/all", "api/{id:int}"];
  const sorted = templates.toSorted((left, right) =>
    compareRoutes(parseRoute(left), parseRoute(right)),
  );
  expect(sorted).toEqual(["api/all", "api/{id:int}", "api/{id}/x", "api/{*rest}", "api/{id}"]);
  expect(matchRoute(parseRoute("{flag:bool}"), "/True")).toEqual({ flag: "True" });
  expect(matchRoute(parseRoute("{flag:bool}"), "/1")).toBeUndefined();
});

test("host.json's routePrefix is used, also an empty one", async () => {
  const { host } = await startHost();
  const source = helloSource('return { body: "hi" };');
  const deploy = async (routePrefix: string) => {
    const hostJson = JSON.stringify({ version: "2.0", extensions: { http: { routePrefix } } });
    await host.deploy(zipOf({ ...filesOf(source), "host.json": hostJson }));
  };
  await deploy("v1/repairs");
  expect(await answerOf(host, "/v1/repairs/hello")).toBe("hi");
  await deploy("");
  expect(await answerOf(host, "/hello")).toBe("hi");
});

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
    expect(await answerOf(host, "/api/hello")).toBe("new");
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
    const inFlight = answerOf(host, "/api/hello");
    await gate.arrived;
    await host.deploy(helloPackage("new"));
    expect(await answerOf(host, "/api/hello")).toBe("new");
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
    const answers = new Set<string>();
    const callOnce = async () => answers.add(await answerOf(host, "/api/hello"));
    while ((await Promise.race([deployment, callOnce()])) !== "done");
    await callOnce();
    expect([...answers]).toEqual(["old", "new"]);
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
    expect(await answerOf(host, "/api/hello")).toBe("esm");
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

describe("a package is refused, and the old code stays served, when", () => {
  let host: FunctionsHost;
  beforeAll(async () => {
    ({ host } = await startHost());
    await host.deploy(helloPackage("old"));
  });

  const hello = helloSource("return {};");
  const helloFiles = filesOf(hello);
  const withFile = (path: string, content: string | undefined) => () =>
    zipOf({ ...helloFiles, [path]: content });
  const withOptions = (options: string) => () =>
    packageOf(hello.replace('authLevel: "anonymous",', `authLevel: "anonymous", ${options},`));

  test.each<[string, () => Uint8Array, string | RegExp]>([
    ["it is not a zip", () => strToU8("not a zip"), "not a zip file that can be read (9 bytes)"],
    ["host.json is missing", withFile("host.json", undefined), "has no host.json at its root"],
    ["host.json is not JSON", withFile("host.json", "{"), "host.json is not JSON"],
    ["host.json is no object", withFile("host.json", "[]"), "host.json is not a JSON object"],
    [
      "host.json is of version 1",
      withFile("host.json", "{}"),
      'has the version undefined. Expected "2.0"',
    ],
    [
      "the routePrefix is no string",
      withFile("host.json", '{"version":"2.0","extensions":{"http":{"routePrefix":7}}}'),
      "has the routePrefix 7",
    ],
    [
      "package.json is missing",
      withFile("package.json", undefined),
      "has no package.json at its root",
    ],
    ["package.json is not JSON", withFile("package.json", "main"), "package.json is not JSON"],
    ["package.json has no main", withFile("package.json", "{}"), 'has no "main"'],
    [
      "main is absent",
      withFile("dist/main.js", undefined),
      'has the main "dist/main.js", but the package has no such file',
    ],
    [
      "main is outside",
      withFile("package.json", '{"main":"../main.js"}'),
      'has the main "../main.js"',
    ],
    ["a path leads out", withFile("../evil.js", ""), 'has an entry "../evil.js"'],
    ["a path leads out of a folder", withFile("dist/../../evil.js", ""), 'without ".."'],
    ["a path is absolute", withFile("/evil.js", ""), 'has an entry "/evil.js"'],
    ["a path has a backslash", withFile("..\\evil.js", ""), "has an entry"],
    ["a path has a drive", withFile("C:evil.js", ""), 'has an entry "C:evil.js"'],
    ["a file is where a folder is", withFile("dist", ""), /EEXIST|ENOTDIR|EISDIR/],
    [
      "its code throws while loading",
      () => packageOf('function gear() { throw new TypeError("no gear"); }\ngear();'),
      /failed to load: .*TypeError: no gear[^]*repair\.ts:2/,
    ],
    ["its code exits while loading", () => packageOf("process.exit(3);"), "ended with exit code 3"],
    ["it registers no function", () => packageOf("export {};"), "registered no function"],
    [
      "it throws before it registers, and catches that itself",
      () => packageOf(`try { throw new Error(); ${hello} } catch {}`),
      "registered no function",
    ],
    [
      "it has a queue trigger",
      () =>
        packageOf(
          `app.storageQueue("repairs", { queueName: "q", connection: "c", handler: async () => {} });`,
        ),
      'Function "repairs" has a binding of type "queueTrigger"',
    ],
    [
      "it has a timer trigger",
      () =>
        packageOf(`app.timer("nightly", { schedule: "0 0 0 * * *", handler: async () => {} });`),
      '"timerTrigger"',
    ],
    [
      "it has an output that is not HTTP",
      withOptions(`extraOutputs: [output.storageQueue({ queueName: "q", connection: "c" })]`),
      'Function "hello" has a binding of type "queue"',
    ],
    [
      "it streams",
      () => packageOf(`app.setup({ enableHttpStream: true }); ${hello}`),
      "enableHttpStream",
    ],
    [
      "it uses a hook that is not run",
      () => packageOf(`app.hook.log(() => {}); ${hello}`),
      'Hook "log" is not run',
    ],
    [
      "a name is not valid",
      () => packageOf(hello.replace('"hello"', '"7 hello"')),
      'Function name "7 hello" is not valid',
    ],
    ["a name is taken", () => packageOf(hello + hello), 'Function "hello" is registered twice'],
    [
      "a route is taken",
      () => packageOf(hello + hello.replace('"hello", {', '"other", { route: "HELLO",')),
      'Functions "hello" and "other" share the route',
    ],
    ["a route is reserved", withOptions('route: "admin/x"'), "belong to the Functions host"],
    ["a route starts with a slash", withOptions('route: "/x"'), "has an empty part"],
    [
      "a route has an unknown constraint",
      withOptions('route: "{id:regex}"'),
      'has the constraint "regex"',
    ],
    ["a route has a mixed part", withOptions('route: "v{id}"'), 'has the part "v{id}"'],
    [
      "a route has an optional part inside",
      withOptions('route: "{id?}/x"'),
      "only its last part may be optional",
    ],
    [
      "a level is unknown",
      () => packageOf(hello.replace("anonymous", "system")),
      'has the authLevel "system"',
    ],
  ])("%s", async (_case, zip, message) => {
    const { pid } = host;
    await expect(host.deploy(zip())).rejects.toThrow(message);
    expect(host.pid).toBe(pid);
    expect(await answerOf(host, "/api/hello")).toBe("old");
  });

  test.each([
    [
      "its code does not end loading",
      "app.hook.appStart(() => new Promise(() => undefined));",
      "did not finish loading within 2000 ms",
    ],
    ["its code throws", "app.hook.appStart(() => { throw new Error('no gear'); });", "no gear"],
    ["it registers no function", "", "registered no function"],
  ])("%s; then its process and its folder go", async (_case, source, message) => {
    const { host: impatient } = await startHost({ limits: { loadTimeoutMs: 2000 } });
    const { port, nextPackage } = await listenForPackages();
    const connected = nextPackage();
    const refusal = impatient.deploy(packageOf(connectingSource(port) + source));
    await expect(refusal).rejects.toThrow(message);
    const { folder, closed } = await connected;
    await closed;
    expect(existsSync(dirname(folder))).toBe(false);
  });
});

describe("app settings", () => {
  test("are the code's environment; of this process's it sees nothing else", async () => {
    process.env["SECRET_OF_THIS_MACHINE"] = "secret";
    stops.push(() => delete process.env["SECRET_OF_THIS_MACHINE"]);
    const { host } = await startHost({ settings: { ...settings, appSettings: { TURBINE: "7" } } });
    await host.deploy(packageOf(helloSource("return { jsonBody: process.env };")));
    const environment = await jsonOf(host, "/api/hello");
    expect(environment).toMatchObject({
      TURBINE: "7",
      FUNCTIONS_WORKER_RUNTIME: "node",
      FUNCTIONS_EXTENSION_VERSION: "~4",
      WEBSITE_SITE_NAME: "turbines",
      WEBSITE_HOSTNAME: `127.0.0.1:${host.port}`,
    });
    const machine = ["PATH", "TMPDIR", "TMP", "TEMP", "LANG", "LC_ALL", "TZ", "SystemRoot"];
    const platform = ["HOME", "USERPROFILE", "FUNCTIONS_", "WEBSITE_", "TURBINE"];
    const others = Object.keys(Object(environment)).filter(
      (name) => ![...machine, ...platform].some((known) => name.startsWith(known)),
    );
    expect(others).toEqual([]);
    expect(environment).not.toMatchObject({ HOME: process.env["HOME"] });
  });

  test("when changed, start the code again; when not, do not", async () => {
    const { host } = await startHost();
    await host.deploy(packageOf(helloSource("return { body: process.env.TURBINE ?? 'none' };")));
    expect(await answerOf(host, "/api/hello")).toBe("none");
    const changed = { ...settings, appSettings: { TURBINE: "7", A: "1" } };
    await host.configure(changed);
    expect(await answerOf(host, "/api/hello")).toBe("7");
    const { pid } = host;
    await host.configure({ ...changed, appSettings: { A: "1", TURBINE: "7" } });
    expect(host.pid).toBe(pid);
  });

  test("with which the code does not start are refused, and the old ones hold", async () => {
    const { host } = await startHost();
    const guard = "if (process.env.TURBINE === '7') throw new Error('no turbine 7');";
    await host.deploy(packageOf(guard + helloSource("return { body: 'up' };")));
    const refused = { ...settings, appSettings: { TURBINE: "7" }, allowedOrigins: ["*"] };
    await expect(host.configure(refused)).rejects.toThrow("no turbine 7");
    const response = await call(host, "/api/hello", { headers: { origin: "https://a.test" } });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(await response.text()).toBe("up");
  });
});

describe("code that ends its own process", () => {
  const crashing = `
    app.http("crash", { methods: ["GET"], authLevel: "anonymous", handler: () => process.exit(7) });
    ${helloSource("return { body: String(process.pid) };")}`;

  test("fails the request and is started again", async () => {
    const { host, lines } = await startHost();
    await host.deploy(packageOf(crashing));
    const pid = await answerOf(host, "/api/hello");
    expect(await statusOf(host, "/api/crash")).toBe(500);
    const next = await answerOf(host, "/api/hello");
    expect(next).toMatch(/^\d+$/);
    expect(next).not.toBe(pid);
    expect(lines.join("\n")).toContain("[turbines] crash: error: The package's process ended");
    expect(lines.join("\n")).toContain("is started again");
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
    expect(await answerOf(host, "/api/hello")).toBe("up");
  });

  test("is given up when it does not load again", async () => {
    const { host, lines } = await startHost();
    const startOnce = `import { existsSync, writeFileSync } from "node:fs";
      const mark = process.env.MARK; if (existsSync(mark)) throw new Error("second start");
      writeFileSync(mark, "");`;
    const folder = mkdtempSync(join(tmpdir(), "mark-"));
    stops.push(() => {
      rmSync(folder, { recursive: true });
    });
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
      helloSource(`context.log("to", { turbine: 7 }, request.url, request.headers.get("x-functions-key")); context.warn("two\\nlines");
        context.debug("not kept"); console.log("by console"); process.stderr.write("by stderr\\n");
        await new Promise(setImmediate); return {};`),
    ),
  );
  const key = encodeURIComponent(settings.functionKeys.default);
  await call(host, `/api/hello?code=${key}`, { headers: { "x-functions-key": "master-key" } });
  await host.stop();
  expect(lines).toContain(
    `[turbines] hello: to { turbine: 7 } ${urlOf(host, "/api/hello?code=[key]")} [key]`,
  );
  expect(lines).toEqual(
    expect.arrayContaining([
      "[turbines] hello: warning: two",
      "[turbines] hello: warning: lines",
      "[turbines]: by console",
      "[turbines]: by stderr",
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
  expect(await answerOf(host, "/api/hello")).toBe("handler+pre+postpre");
  await host.stop();
  expect(lines).toEqual(["[turbines]: app starts", "[turbines]: app ends"]);
});

test("a random master key is made when none is set", async () => {
  const { masterKey: _, ...withoutMasterKey } = settings;
  const { host } = await startHost({ settings: withoutMasterKey });
  await host.deploy(packageOf(helloSource("return {};").replace("anonymous", "admin")));
  expect(host.masterKey).toMatch(/^[\w-]{43}$/);
  expect(await statusOf(host, `/api/hello?code=${host.masterKey}`)).toBe(200);
  expect(await statusOf(host, "/api/hello?code=function-key-2")).toBe(401);
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
    const inFlight = answerOf(host, "/api/hello");
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
    const folder = mkdtempSync(join(tmpdir(), "parent-"));
    stops.push(() => {
      rmSync(folder, { recursive: true });
    });
    const zip = join(folder, "package.zip");
    writeFileSync(zip, packageOf(connectingSource(port) + helloSource("return {};")));
    const program = `
      const { startFunctionsHost } = require("./local/functionsHost/functionsHost");
      startFunctionsHost({ settings: ${JSON.stringify(settings)} })
        .then((host) => host.deploy(require("node:fs").readFileSync(${JSON.stringify(zip)})))
        .then(() => process.stdout.write("deployed"));`;
    const connected = nextPackage();
    const parent = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", program], {
      cwd: root,
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
    expect(await answerOf(host, "/api/hello")).toBe(String(pid));
  });
});
