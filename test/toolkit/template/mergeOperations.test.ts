import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import type { JsonObject } from "../../../toolkit/document/json";
import {
  EDITED_YAML,
  foldersApp,
  linesOf,
  merge,
  operationsOf,
  skipped,
  temporaryFolder,
} from "../../support/functionApps";

const folder = temporaryFolder();

describe("a merge", () => {
  test("declares a path parameter that nobody declared, by the path's name for it", async () => {
    const app = foldersApp(join(folder, "merge-parameters"), {
      A: "get a/{id:int} anonymous",
      B: "get b/{id:int}/{month} anonymous",
      C: "get c/{id} anonymous",
      D: "get d/{id} anonymous",
    });
    const original = `swagger: "2.0"
basePath: /
paths:
  /api/a/{item}:
    get: {operationId: A, parameters: []}
  /api/b/{item}/{when}:
    get:
      operationId: B
      parameters:
        - {name: when, in: path, required: true, type: string}
        - {name: item, in: query, type: string}
  /api/c/{id}:
    get:
      operationId: C
  /api/d/{id}:
    get:
      parameters:
        - $ref: shared.yaml#/Id
`;
    const { text, report } = await merge(app, original);
    expect(report.changed).toEqual([
      {
        severity: "warning",
        path: "$.paths['/api/a/{item}'].get",
        method: "get",
        route: "/api/a/{item}",
        operationId: "A",
        function: "A",
        message: "GET /api/a/{item} (A): declares the path parameter item now.",
        applied: true,
      },
      {
        severity: "warning",
        path: "$.paths['/api/b/{item}/{when}'].get",
        method: "get",
        route: "/api/b/{item}/{when}",
        operationId: "B",
        function: "B",
        message: "GET /api/b/{item}/{when} (B): declares the path parameter item now.",
        applied: true,
      },
      {
        severity: "warning",
        path: "$.paths['/api/c/{id}'].get",
        method: "get",
        route: "/api/c/{id}",
        operationId: "C",
        function: "C",
        message: "GET /api/c/{id} (C): declares the path parameter id now.",
        applied: true,
      },
    ]);
    const { paths } = parseYaml(text);
    expect(paths["/api/a/{item}"].get.parameters).toMatchObject([
      { name: "item", in: "path", type: "integer", required: true },
    ]);
    expect(paths["/api/b/{item}/{when}"].get.parameters).toMatchObject([
      { name: "when" },
      { name: "item", in: "query" },
      { name: "item", in: "path", type: "integer", required: true },
    ]);
    expect(paths["/api/c/{id}"].get.parameters).toHaveLength(1);
    expect(paths["/api/d/{id}"].get.parameters).toHaveLength(1);
  });

  test("says where the definition's security is not what the function wants, and leaves it", async () => {
    const app = foldersApp(join(folder, "merge-security"), {
      Closed: "get closed function",
      Open: "get open anonymous",
      Fine: "get fine function",
      Master: "get master admin",
      Extension: "get extension system",
      Checked: "get checked anonymous",
      Foreign: "get foreign function",
    });
    const original = `swagger: "2.0"
paths:
  /api/closed: {get: {security: []}}
  /api/open: {get: {}}
  /api/fine: {get: {}}
  /api/master: {get: {}}
  /api/extension: {get: {}}
  /api/checked: {get: {security: [{Entra: []}]}}
  /api/foreign: {get: {security: [{Entra: []}]}}
security: [{Key: []}]
securityDefinitions:
  Key: {type: apiKey, in: query, name: code}
  Entra: {type: oauth2}
`;
    const { text, report } = await merge(app, original);
    expect(text).toBe(original);
    const fix = "Change its security in the definition, or its function's authLevel.";
    const unresolved = { severity: "warning", fix, applied: false };
    expect(report.changed).toEqual(report.changed.map((each) => ({ ...each, ...unresolved })));
    expect(report.changed.map(({ message }) => message)).toEqual([
      "GET /api/closed: its function requires a key (authLevel function), and the definition has no security.",
      "GET /api/extension: its function requires a system key (authLevel system), which a function key does not replace.",
      "GET /api/foreign: its function requires a key (authLevel function), and the definition has Entra instead.",
      "GET /api/master: its function requires the master key (authLevel admin), which opens the whole app.",
      "GET /api/open: its function is anonymous, yet the definition asks for a key.",
    ]);
  });

  test.each<[string, string, object, unknown]>([
    [
      "the key's scheme, whatever its name",
      "function",
      { Key: { type: "apiKey", in: "header", name: "X-Functions-Key" } },
      [{ Key: [] }],
    ],
    [
      "none for an anonymous function",
      "anonymous",
      { Key: { type: "apiKey", in: "query", name: "code" } },
      [],
    ],
    ["the only scheme there is", "anonymous", { Entra: { type: "oauth2" } }, [{ Entra: [] }]],
    ["a new scheme where there is none", "function", {}, [{ apikeyQuery: [] }]],
  ])("gives a new operation %s", async (what, level, securityDefinitions, security) => {
    const app = foldersApp(join(folder, `merge-new-${what.replaceAll(/\W/g, "")}`), {
      New: `get new ${level}`,
    });
    const { definition: merged } = await merge(
      app,
      JSON.stringify({ swagger: "2.0", paths: {}, securityDefinitions }),
      "a.json",
    );
    expect(operationsOf(merged)).toMatchObject([{ operationId: "New", security }]);
    const known = Object.keys(merged["securityDefinitions"] as JsonObject);
    for (const [name] of operationsOf(merged).flatMap(({ security: all }) =>
      all.map(Object.keys),
    )) {
      expect(known).toContain(name);
    }
    const inherited = await merge(
      app,
      JSON.stringify({ swagger: "2.0", paths: {}, securityDefinitions, security: [{ X: [] }] }),
      "a.json",
    );
    expect(operationsOf(inherited.definition)[0]).not.toHaveProperty("security");
  });

  test("makes operationIds that nobody has", async () => {
    const app = foldersApp(join(folder, "merge-ids"), {
      GetItem: "get items/{id}",
      "get-item": "post things",
    });
    const original = { swagger: "2.0", paths: { "/other": { get: { operationId: "getitem" } } } };
    const { definition: merged } = await merge(app, JSON.stringify(original), "a.json");
    expect(linesOf(merged)).toEqual([
      "get /other getitem",
      "get /api/items/{id} GetItem2",
      "post /api/things GetItem3",
    ]);
  });

  test("leaves out what is outside of the definition's base path", async () => {
    const app = foldersApp(join(folder, "merge-base"), {
      In: "get v1/in",
      At: "get v1",
      Out: "get v10/out",
    });
    const original = 'swagger: "2.0"\nbasePath: /API/v1/\npaths: {}\n';
    const { definition: merged, report } = await merge(app, original);
    expect(linesOf(merged)).toEqual(["get / At", "get /in In"]);
    expect(report.skipped).toEqual([
      skipped(
        "Out",
        'takes GET /api/v10/out, which is outside the definition\'s basePath "/API/v1/"',
      ),
    ]);
  });

  test("sets the host when one is asked for, and only then", async () => {
    const app = foldersApp(join(folder, "merge-host"), { Ping: "get ping anonymous" });
    const kept = await merge(app, EDITED_YAML);
    expect(kept.text).toContain("host: items.azurewebsites.net   # live\n");
    const set = await merge(app, EDITED_YAML, "api.yaml", "other.example");
    expect(set.text).toContain("host: other.example   # live\n");
    const json = await merge(app, '{"swagger":"2.0"}', "a.json", "other.example");
    expect(JSON.parse(json.text)).toMatchObject({ swagger: "2.0", host: "other.example" });
    await expect(merge(app, EDITED_YAML, "api.yaml", "https://x")).rejects.toThrow(RangeError);
  });
});
