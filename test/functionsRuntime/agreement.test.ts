import functionHostJson from "../../function/host.json";
import { ROUTE_PREFIX } from "../../function/http/address";
import { listFunctions } from "../../local/functionsHost/functionListing";
import { readHostJson } from "../../local/functionsHost/hostJson";
import { routeTable } from "../../local/functionsHost/routeTable";
import { DEFAULT_HOST_JSON } from "../../functionsRuntime/hostJson";
import { checkFunctions } from "../../toolkit/template/app/checkFunctions";
import { pathOf } from "../../toolkit/template/route/pathVariants";
import { templateOperations } from "../../toolkit/template/operations/templateOperations";

/** A trigger as an app registers it. */
interface Trigger {
  readonly route?: string;
  readonly methods?: string[];
  readonly authLevel?: string;
  readonly type?: string;
}

/** Functions by their names, in the order of their registration. */
type App = readonly (readonly [name: string, trigger: Trigger])[];

const HOST_JSON = readHostJson({ version: "2.0" });

/** What the local Functions host serves. @throws what it refuses a package with */
function local(app: App) {
  const registered = app.map(([name, trigger]) => ({
    name,
    bindings: { req: { type: "httpTrigger", direction: "in" as const, ...trigger } },
  }));
  const listings = listFunctions(registered, HOST_JSON).flatMap((listing) =>
    listing.trigger === "httpTrigger" ? [listing] : [],
  );
  return { listings, routes: routeTable(listings) };
}

/** What the template describes, and the functions that it skips. */
function described(app: App) {
  const declared = app.map(([name, trigger]) => ({
    name,
    bindings: [{ type: "httpTrigger", ...trigger }],
  }));
  return checkFunctions(declared, { hostJson: DEFAULT_HOST_JSON, settings: {} });
}

test.each([
  ["of the Functions host without a host.json", DEFAULT_HOST_JSON],
  ["of this app", readHostJson(functionHostJson)],
])("the prefix of routes that function/ builds addresses with is that %s", (_what, hostJson) => {
  expect(ROUTE_PREFIX).toBe(`/${hostJson.routePrefix}/`);
});

describe("the template and the local Functions host", () => {
  test.each<[string, App]>([
    ["a name only", [["Items", {}]]],
    ["no route", [["Items", { route: "" }]]],
    ["no method", [["Items", { methods: [] }]]],
    ["methods in any case", [["Items", { methods: ["get", "Post", "GET"] }]]],
    [
      "each level",
      ["anonymous", "User", "FUNCTION", "system", "Admin"].map((authLevel) => [
        `Of${authLevel}`,
        { authLevel },
      ]),
    ],
    ["a type in other case", [["Items", { type: "HttpTrigger" }]]],
    ["parameters", [["Items", { route: "items/{id:int}/{*rest}" }]]],
    ["a slash at the end", [["Items", { route: "items/" }]]],
    [
      "one route and other methods",
      [
        ["A", { route: "x", methods: ["GET"] }],
        ["B", { route: "X", methods: ["PUT"] }],
      ],
    ],
  ])("serve the same: %s", (_what, app) => {
    const { listings } = local(app);
    const { triggers, omissions } = described(app);
    expect(omissions).toEqual([]);
    expect(
      triggers.map(({ functionName, route, methods, authLevel }) => ({
        name: functionName,
        path: pathOf(route).toLowerCase(),
        methods: methods.map((method) => method.toUpperCase()).toSorted(),
        authLevel,
      })),
    ).toEqual(
      listings.map(({ name, route, methods, authLevel }) => ({
        name,
        path: `/${route.replaceAll(/\{\**(\w+)[^{}]*\}/g, "{$1}").replace(/\/$/, "")}`.toLowerCase(),
        methods: methods.toSorted(),
        authLevel,
      })),
    );
  });

  test.each<[string, App]>([
    ["a space in a name", [["a b", {}]]],
    ["the name of the host", [["Host", {}]]],
    [
      "one name in two cases",
      [
        ["items", {}],
        ["Items", { route: "x" }],
      ],
    ],
    ["a route of the host", [["Items", { route: "admin/items" }]]],
    ["a name that is such a route", [["Administer", {}]]],
    ["another route of the host", [["Items", { route: "/Runtime" }]]],
    ["a slash at the start", [["Items", { route: "/items" }]]],
    ["an open brace", [["Items", { route: "items/{id" }]]],
    ["an unknown constraint", [["Items", { route: "items/{id:number}" }]]],
    ["an unknown level", [["Items", { authLevel: "everybody" }]]],
    [
      "one route and method twice",
      [
        ["A", { route: "x" }],
        ["B", { route: "X/", methods: ["GET"] }],
      ],
    ],
  ])("refuse the same: %s", (_what, app) => {
    expect(() => local(app)).toThrow(/Functions? .*"|route/);
    expect(described(app).omissions).toHaveLength(1);
  });

  test.each<[string, App, path: string]>([
    [
      "names in other cases",
      [
        ["b", { route: "m/{id}" }],
        ["A", { route: "m/{name}" }],
      ],
      "/api/m/1",
    ],
    [
      "a constraint",
      [
        ["a", { route: "m/{id}" }],
        ["b", { route: "m/{id:int}" }],
      ],
      "/api/m/1",
    ],
    [
      "an optional part",
      [
        ["notes", { route: "n/{id?}" }],
        ["allNotes", { route: "n" }],
      ],
      "/api/n",
    ],
    [
      "no optional part",
      [
        ["a", { route: "n/{id?}" }],
        ["b", { route: "n" }],
      ],
      "/api/n",
    ],
  ])("take the same of two functions for one path: %s", (_what, app, path) => {
    const called = local(app).routes.find("GET", path)?.listing.name;
    const { operations } = templateOperations(described(app).triggers);
    const taking = operations.filter(
      (operation) => operation.method === "get" && operation.path.replace(/\{\w+\}/, "1") === path,
    );
    expect(taking.map(({ functionName }) => functionName)).toEqual([called]);
  });
});
