import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

import type { FunctionsHost } from "../../local/functionsHost/functionsHost";
import { matchRoute, servedRoute } from "../../local/functionsHost/route";
import { echoPackage } from "../support/localCloud/echoPackage";
import { filesOf, helloSource, packageOf, zipOf } from "../support/localCloud/hostedPackages";
import {
  textOf,
  call,
  jsonOf,
  nextEvent,
  rawCall,
  startHost,
  statusOf,
  urlOf,
} from "../support/localCloud/startedHost";

test("an app without a package responds to every route with 404, and its root with a page", async () => {
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
    await host.deploy(echoPackage);
  });

  test("lists its functions with route, methods and level", () => {
    expect(host.functions()).toContainEqual({
      name: "byId",
      trigger: "httpTrigger",
      route: "api/items/{id:int}",
      methods: ["GET", "POST"],
      authLevel: "anonymous",
    });
    expect(host.functions().map(({ name }) => name)).toContain("echo");
  });

  test.each([
    ["/api/items/7", "byId", { id: "7" }],
    ["/api/items/-7", "byId", { id: "-7" }],
    ["/api/items/99999999999", "other", { any: "99999999999" }],
    ["/api/items/North", "byName", { name: "North" }],
    ["/api/items/north%20%2f7", "other", { any: "north %2F7" }],
    ["/api/items/100%", "other", { any: "100%" }],
    ["/API/Items/ALL/", "all", {}],
    ["/api/files/a/b%20c.txt", "rest", { rest: "a/b c.txt" }],
    ["/api/files", "rest", {}],
    ["/api/maybe", "maybe", {}],
    ["/api/maybe/7", "maybe", { id: "7" }],
    [
      "/api/sites/2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d/items/1",
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
    "/items/7",
    "/api/items",
    "/api/items/7/8",
    "/api/sites/x/items/1",
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

  test("HEAD reaches a function of GET, and its response has no body", async () => {
    const response = await call(host, "/api/response/text", { method: "HEAD" });
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
    expect(lines.join("\n")).toMatch(/\[sample\] echo: warning: .*chunked/);
  });

  test("a body over 100 MiB gets 413 before it is read, one of 100 MiB is read", async () => {
    const over = { method: "POST", headers: { "content-length": 100 * 1024 * 1024 + 1 } };
    expect((await rawCall(host, "/api/write", over)).statusCode).toBe(413);
    const options = { host: "127.0.0.1", port: host.port, path: "/api/response/text" };
    const headers = { "content-length": 100 * 1024 * 1024 };
    const full = request({ ...options, method: "GET", headers });
    full.end(Buffer.alloc(100 * 1024 * 1024));
    const response = await nextEvent<IncomingMessage>(full, "response");
    expect(response.statusCode).toBe(200);
    response.resume();
  });

  test("values of repeated headers and query names are joined by commas", async () => {
    const headers = { "x-part": ["one", "two"] };
    const path = "/api/echo?Part=one&part=two&empty=&space=a%20b";
    const response = await rawCall(host, path, { headers }, "");
    expect(JSON.parse(await text(response))).toMatchObject({
      headers: { "x-part": "one,two" },
      query: { Part: "one,two", empty: "", space: "a b" },
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
  ])("a handler's response %s is sent as %i %s", async (kind, status, type, body) => {
    const response = await call(host, `/api/response/${kind}`);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, type]);
    const length = status === 204 ? null : String(body.length);
    expect(response.headers.get("content-length")).toBe(length);
    expect(await response.text()).toBe(body);
  });

  test("binary responses arrive as sent", async () => {
    const response = await call(host, "/api/response/binary");
    expect(response.headers.get("content-type")).toBe("image/png");
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 128, 10]);
  });

  test("each cookie is a Set-Cookie of its own", async () => {
    expect((await call(host, "/api/response/cookies")).headers.getSetCookie()).toEqual([
      "a=1%202; max-age=60; path=/; secure; samesite=lax; httponly",
      "b=2; expires=Thu, 01 Jan 1970 00:00:01 GMT; domain=x.test; samesite=none",
    ]);
  });

  test("a throw gets 500 without a body, and the log has the error with its source line", async () => {
    const response = await call(host, "/api/response/throws");
    expect([response.status, await response.text()]).toEqual([500, ""]);
    const log = lines.join("\n");
    expect(log).toContain("[sample] response: error: Error: the handler is broken");
    expect(log).toMatch(/\[sample\] response: error: .*handler\.ts:\d+/);
  });

  test("a function that is registered after the start is refused, as on Azure", async () => {
    expect(await statusOf(host, "/api/response/late")).toBe(500);
    expect(lines.join("\n")).toContain('Function "late" was registered after the app had started');
  });
});

test("a route takes the values of its constraint", () => {
  expect(matchRoute(servedRoute("{flag:bool}"), "/True")).toEqual({ flag: "True" });
  expect(matchRoute(servedRoute("{flag:bool}"), "/1")).toBeUndefined();
});

test("functions are tried in the order of their names, so a parameter may hide a literal", async () => {
  const { host } = await startHost();
  const options = 'methods: ["GET"], authLevel: "anonymous"';
  await host.deploy(
    packageOf(
      `app.http("ListIdle", { route: "machines/idle", ${options}, handler: async () => ({ body: "l" }) });
       app.http("getOne", { route: "machines/{id}", ${options}, handler: async () => ({ body: "g" }) });`,
    ),
  );
  expect(await textOf(host, "/api/machines/idle")).toBe("g");
});

test("host.json's routePrefix is used, also an empty one", async () => {
  const { host } = await startHost();
  const source = helloSource('return { body: "hi" };');
  const deploy = async (routePrefix: string) => {
    const hostJson = JSON.stringify({ version: "2.0", extensions: { http: { routePrefix } } });
    await host.deploy(zipOf({ ...filesOf(source), "host.json": hostJson }));
  };
  await deploy("v1/jobs");
  expect(await textOf(host, "/v1/jobs/hello")).toBe("hi");
  await deploy("");
  expect(await textOf(host, "/hello")).toBe("hi");
});
