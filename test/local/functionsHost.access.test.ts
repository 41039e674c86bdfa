import type { FunctionsHost } from "../../local/functionsHost/functionsHost";
import { echoPackage } from "../support/localCloud/echoPackage";
import { helloSource, packageOf } from "../support/localCloud/hostedPackages";
import { call, settings, startHost, statusOf } from "../support/localCloud/startedHost";

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

describe("a deployed app", () => {
  let host: FunctionsHost;
  beforeAll(async () => {
    ({ host } = await startHost());
    await host.deploy(echoPackage);
  });
  beforeEach(() => host.configure(settings));

  describe("asks for keys", () => {
    test.each([
      ["function", "function-key/+1", 200],
      ["function", "function-key-2", 200],
      ["function", "master-key", 200],
      ["function", "function-key/+", 401],
      ["function", "", 401],
      ["admin", "master-key", 200],
      ["admin", "function-key-2", 401],
      ["system", "master-key", 200],
      ["system", "function-key-2", 401],
      ["user", "master-key", 200],
      ["user", "function-key-2", 401],
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
      ["/api/response/throws", 500],
    ])("an allowed origin is named on %s: %i", async (path, status) => {
      const response = await call(host, path, from(maker));
      expect(response.status).toBe(status);
      expect(response.headers.get("access-control-allow-origin")).toBe(maker);
      expect(response.headers.get("vary")).toBe("Origin");
    });

    test("a preflight gets a response without a key and without the code", async () => {
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
      const { headers } = await call(host, "/api/response/cors", from(maker));
      expect(headers.get("access-control-allow-origin")).toBe(maker);
      expect(headers.get("vary")).toBe("Origin, Accept");
    });

    test("* admits every origin when it is listed", async () => {
      await host.configure({ ...settings, allowedOrigins: ["*"] });
      const { headers } = await call(host, "/api/echo", from("https://other.test"));
      expect(headers.get("access-control-allow-origin")).toBe("*");
    });

    test("without allowed origins the code sets its own headers", async () => {
      await host.configure(settings);
      const init = preflight(maker);
      const { headers } = await call(host, "/api/response/cors", init);
      expect(headers.get("access-control-allow-origin")).toBe("https://by-code.test");
      expect(await statusOf(host, "/api/write", init)).toBe(404);
    });
  });
});

test("a random master key is made when none is set", async () => {
  const { masterKey: _, ...withoutMasterKey } = settings;
  const { host } = await startHost({ settings: withoutMasterKey });
  await host.deploy(packageOf(helloSource("return {};").replace("anonymous", "admin")));
  expect(host.masterKey).toMatch(/^[\w-]{43}$/);
  expect(await statusOf(host, `/api/hello?code=${host.masterKey}`)).toBe(200);
  expect(await statusOf(host, "/api/hello?code=function-key-2")).toBe(401);
});
