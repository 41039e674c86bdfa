import { AUTH_LEVELS, authLevelOf, keysOpening } from "../../functionsRuntime/authLevel";
import { appEnvironment } from "../../functionsRuntime/appEnvironment";
import {
  inHostOrder,
  isFunctionName,
  isSameFunctionName,
} from "../../functionsRuntime/functionName";
import { DEFAULT_HOST_JSON, readHostJson } from "../../functionsRuntime/hostJson";
import {
  EVERY_METHOD,
  isHttpTrigger,
  isReservedRoute,
  isSameRoute,
  isTrigger,
  methodsOf,
  routeOf,
  routeTemplate,
} from "../../functionsRuntime/httpTrigger";
import { isEsModule } from "../../functionsRuntime/moduleFormat";
import { readQueueOptions } from "../../functionsRuntime/queueOptions";

describe("a function's name", () => {
  test.each([
    ["a", true],
    ["List-Items_2", true],
    ["a".repeat(128), true],
    ["hosts", true],
    ["a".repeat(129), false],
    ["", false],
    ["2lists", false],
    ["-list", false],
    ["list items", false],
    ["list.items", false],
    ["lïst", false],
    ["host", false],
    ["Host", false],
  ])("%s is valid: %j", (name, expected) => {
    expect(isFunctionName(name)).toBe(expected);
  });

  test("is the same in any case", () => {
    expect(isSameFunctionName("ListItems", "listitems")).toBe(true);
    expect(isSameFunctionName("ListItems", "ListItem")).toBe(false);
  });

  test("decides which function the host tries first", () => {
    const names = ["ListIdle", "list_all", "getItem", "List-all", "GetItem2", "list2"];
    expect(inHostOrder(names, (name) => name)).toEqual([
      "getItem",
      "GetItem2",
      "List-all",
      "list2",
      "ListIdle",
      "list_all",
    ]);
  });
});

describe("a trigger's level", () => {
  test.each([
    [undefined, "function"],
    [null, "function"],
    ["ANONYMOUS", "anonymous"],
    ["User", "user"],
    ["function", "function"],
    ["System", "system"],
    ["admin", "admin"],
    ["everybody", undefined],
    ["", undefined],
  ])("%j is %j", (stated, expected) => {
    expect(authLevelOf(stated)).toBe(expected);
  });

  test("is opened by the master key and by keys of that level", () => {
    expect(Object.fromEntries(AUTH_LEVELS.map((level) => [level, keysOpening(level)]))).toEqual({
      anonymous: [],
      user: ["master"],
      function: ["master", "function"],
      system: ["master", "system"],
      admin: ["master"],
    });
  });
});

describe("an HTTP trigger", () => {
  test.each([
    ["httpTrigger", true, true],
    ["HTTPTRIGGER", true, true],
    ["timerTrigger", true, false],
    ["http", false, false],
  ])("has the binding type %s: trigger %j, HTTP %j", (type, anyTrigger, httpTrigger) => {
    expect([isTrigger(type), isHttpTrigger(type)]).toEqual([anyTrigger, httpTrigger]);
  });

  test.each([
    [undefined, "Items"],
    [null, "Items"],
    ["", "Items"],
    [" ", "Items"],
    ["things/{id}", "things/{id}"],
  ])("with the route %j has %j", (stated, expected) => {
    expect(routeOf("Items", stated)).toBe(expected);
  });

  test("has the app's prefix before its route, if there is one", () => {
    expect(routeTemplate("items", "api/v1")).toBe("api/v1/items");
    expect(routeTemplate("items", "")).toBe("items");
  });

  test.each([
    ["admin", true],
    ["Admin/keys", true],
    ["/admin/", true],
    ["administrators", true],
    ["runtime", true],
    ["RUNTIME/webhooks", true],
    ["api/admin", false],
    ["run", false],
  ])("may not have the route %s, which is the host's: %j", (route, expected) => {
    expect(isReservedRoute(route)).toBe(expected);
  });

  test.each<[string[] | null | undefined, readonly string[]]>([
    [undefined, EVERY_METHOD],
    [null, EVERY_METHOD],
    [[], EVERY_METHOD],
    [
      ["get", "POST", "Get"],
      ["GET", "POST"],
    ],
    [["trace"], ["TRACE"]],
  ])("with the methods %j takes %j", (stated, expected) => {
    expect(methodsOf(stated)).toEqual(expected);
  });

  test.each([
    ["Items/", ["GET", "POST"], true],
    ["/items", ["POST"], true],
    ["items", ["DELETE"], false],
    ["items/{id}", ["POST"], false],
  ])("of items and POST conflicts with %s and %j: %j", (route, methods, expected) => {
    expect(isSameRoute({ route: "items", methods: ["POST"] }, { route, methods })).toBe(expected);
  });
});

describe("host.json", () => {
  test("is read with the host's defaults", () => {
    expect(readHostJson({})).toEqual({
      version: undefined,
      routePrefix: "api",
      functions: undefined,
      extensionBundle: undefined,
    });
    expect(DEFAULT_HOST_JSON).toMatchObject({ version: "2.0", routePrefix: "api" });
    expect(readQueueOptions({})).toEqual({
      maxPollingIntervalMs: 60_000,
      visibilityTimeoutMs: 0,
      batchSize: 16,
      maxDequeueCount: 5,
      newBatchThreshold: 8,
      messageEncoding: "base64",
    });
  });

  test("has the prefix of routes, the functions to run and a bundle", () => {
    const extensionBundle = { id: "b", version: "[4.*, 5.0.0)" };
    const extensions = { http: { routePrefix: "" } };
    expect(readHostJson({ version: "2.0", functions: ["A"], extensionBundle, extensions })).toEqual(
      { version: "2.0", routePrefix: "", functions: ["A"], extensionBundle },
    );
    expect(readHostJson({ functions: [] }).functions).toBeUndefined();
  });

  test.each([
    ["2.0", 'has the content "2.0". Expected an object.'],
    [{ functions: "A" }, 'has the functions "A". Expected a list.'],
    [{ extensions: 7 }, "has the extensions 7. Expected an object."],
    [
      { extensions: { http: { routePrefix: 7 } } },
      "has the extensions.http.routePrefix 7. Expected a text.",
    ],
    [
      { extensionBundle: { id: "b" } },
      "has the extensionBundle.version undefined. Expected a value.",
    ],
  ])("%j is refused", (content, message) => {
    expect(() => readHostJson(content)).toThrow(message);
  });

  test("with options of queues out of their bounds is refused", () => {
    expect(() => readQueueOptions({ extensions: { queues: { batchSize: 33 } } })).toThrow(
      "has the extensions.queues.batchSize 33. Expected a whole number from 1 to 32.",
    );
  });
});

test.each([
  ["index.mjs", undefined, true],
  ["index.mts", "commonjs", true],
  ["index.cjs", "module", false],
  ["index.cts", "module", false],
  ["index.js", "module", true],
  ["index.ts", "module", true],
  ["index.js", "commonjs", false],
  ["index.js", undefined, false],
])("the file %s in a package of the type %s is an ES module: %j", (file, type, expected) => {
  expect(isEsModule(file, type)).toBe(expected);
});

test("an app's process inherits what it needs to run, and nothing else", () => {
  process.env["SECRET_OF_THIS_USER"] = "secret";
  process.env["TZ"] = "UTC";
  try {
    const environment = appEnvironment("home");
    expect(environment).toMatchObject({
      PATH: process.env["PATH"],
      TZ: "UTC",
      HOME: "home",
      USERPROFILE: "home",
      FUNCTIONS_WORKER_RUNTIME: "node",
      FUNCTIONS_EXTENSION_VERSION: "~4",
    });
    expect(Object.keys(environment)).not.toContain("SECRET_OF_THIS_USER");
  } finally {
    delete process.env["SECRET_OF_THIS_USER"];
    delete process.env["TZ"];
  }
});
