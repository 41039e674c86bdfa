import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import type { JsonObject } from "../../toolkit/template/text/json";
import {
  EDITED_YAML,
  foldersApp,
  make,
  operationsOf,
  linesOf,
  temporaryFolder,
} from "../support/functionApps";
import { projectFolder } from "../support/projectFolder";

const folder = temporaryFolder();

/** Merges an app's functions into a text, and into the result again. */
async function merge(app: string, text: string, name = "api.yaml", host?: string) {
  const once = await make(app, { into: { name, text }, host });
  const twice = await make(app, { into: { name, text: once.text }, host });
  expect(twice.text).toBe(once.text);
  expect(twice.report).toMatchObject({ added: [], vanished: once.report.vanished });
  expect(twice.report.changed.filter(({ applied }) => applied)).toEqual([]);
  return once;
}

/** The lines of a text that are not, in their order, those of another. */
function addedLines(text: string, original: string): string[] {
  const remaining = original.split("\n");
  const added = text.split("\n").filter((line) => {
    if (line !== remaining[0]) return true;
    remaining.shift();
    return false;
  });
  expect(remaining).toEqual([]);
  return added;
}

function linesIn(text: string): number {
  return text.split("\n").length;
}

/** Far more nodes than characters. */
const ALIAS_BOMB = `a: &a [1]\nb: &b [${"*a,".repeat(99)}]\nc: [${"*b,".repeat(99)}]`;

describe("a merge", () => {
  const APP = {
    GetTurbine: "get turbines/{id:int} anonymous",
    DropTurbine: "delete turbines/{number:int}",
    GetTurbineNotes: "get,post turbines/{id:int}/notes",
  };

  test("into YAML adds lines and changes none: order, comments and form stay", async () => {
    const { text, report } = await merge(foldersApp(join(folder, "merge-yaml"), APP), EDITED_YAML);
    expect(report).toMatchObject({
      added: [
        { method: "delete", path: "/Turbines/{turbine}/", operationId: "DropTurbine" },
        { method: "get", path: "/turbines/{id}/notes", operationId: "GetTurbineNotesGet" },
        { method: "post", path: "/turbines/{id}/notes", operationId: "GetTurbineNotesPost" },
      ],
      kept: [{ method: "get", path: "/Turbines/{turbine}/", operationId: "LookUp" }],
      changed: [],
      vanished: [{ method: "post", path: "/old", operationId: "getTurbineNotes" }],
    });
    const added = addedLines(text, EDITED_YAML).join("\n");
    expect(text).toContain(`            # TODO: a schema
        delete:
            operationId: DropTurbine
            summary: Drop turbine
            produces: []
            consumes: []
            parameters: []
            description: Replace with a sentence that says what the operation does.
            responses:
                '200':
                    description: Success operation
            security:
`);
    expect(text).toMatch(/ # the end of paths\n {4}\/turbines\/\{id\}\/notes:\n {8}get:\n/);
    expect(added).toMatch(/security:\n\s+- +Key: \[\]/);
    expect(parseYaml(text)).toMatchObject(parseYaml(EDITED_YAML));
  });

  test.each([
    ["further in than their keys", "  "],
    ["right below their keys", ""],
  ])("into YAML puts lists where the others are: %s", async (_what, inside) => {
    const app = foldersApp(join(folder, `merge-lists${inside.length}`), { A: "get a function" });
    const original = `swagger: "2.0"\nschemes:\n${inside}- https\npaths:\n  /b: {}\n`;
    const { text } = await merge(app, original);
    expect(text).toContain(`\n      security:\n      ${inside}- apikeyQuery: []\n`);
  });

  test("keeps line ends, a missing last one, tabs and a byte order mark", async () => {
    const app = foldersApp(join(folder, "merge-ends"), { Ping: "get ping anonymous" });
    const yaml = await merge(app, 'swagger: "2.0"\r\npaths:\r\n  /a: {}');
    expect(yaml.text).toMatch(/^swagger: "2.0"\r\npaths:\r\n {2}\/a: \{\}\r\n {2}\/api\/ping:\r\n/);
    expect(yaml.text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    const json = await merge(app, '\uFEFF{\r\n\t"swagger": "2.0",\r\n\t"paths": {}\r\n}', "a.json");
    expect(json.text).toMatch(
      /^\uFEFF\{\r\n\t"swagger": "2.0",\r\n\t"paths": \{\r\n\t\t"\/api\/ping": \{\r\n/,
    );
    expect(json.text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  test("into a JSON object on one line, among tabs, adds to that line", async () => {
    const app = foldersApp(join(folder, "merge-line"), { A: "get,post a anonymous" });
    const first = await merge(app, '{\n\t"swagger": "2.0",\n\t"paths": {}\n}\n', "a.json");
    const item = (JSON.parse(first.text) as { paths: Record<string, Record<string, unknown>> })
      .paths["/api/a"];
    const line = `"/api/a": { "get": ${JSON.stringify(item?.["get"])} }`;
    const original = `{\n\t"swagger": "2.0",\n\t"paths": {\n\t\t${line}\n\t}\n}\n`;
    const { text } = await merge(app, original, "a.json");
    expect(JSON.parse(text)).toEqual(JSON.parse(first.text));
    expect(text.split("\n")).toHaveLength(original.split("\n").length);
    expect(text).not.toMatch(/[^\n\t]\t/);
  });

  test("into JSON adds text and changes none", async () => {
    const original = JSON.stringify(parseYaml(EDITED_YAML), null, 3)
      .replace('"schemes": [\n      "https"\n   ]', '"schemes": ["https"]')
      .replace(
        /"securityDefinitions": [^]*$/,
        '"securityDefinitions": {"Key": {"type": "apiKey",   "in": "header", "name": "x-functions-key"}}}\n',
      );
    expect(original).toContain('"schemes": ["https"]');
    const { text, report } = await merge(
      foldersApp(join(folder, "merge-json"), APP),
      original,
      "api.json",
    );
    expect(report.added).toHaveLength(3);
    expect(JSON.parse(text)).toMatchObject(JSON.parse(original));
    // A comma is all that a line of the original may get.
    const lines = text.split("\n").map((line) => line.replace(/,$/, ""));
    const remaining = original.split("\n").map((line) => line.replace(/,$/, ""));
    for (const line of lines) if (line === remaining[0]) remaining.shift();
    expect(remaining).toEqual([]);
    expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(JSON.parse(original)));
  });

  test.each([
    ["{}", '{"swagger":"2.0","paths":{}}', "in line"],
    ["{} of its own line", '{\n "swagger": "2.0",\n "paths": {}\n}', "in lines"],
    ["no paths", '{"swagger":"2.0"}', "in line"],
    ["null", '{"swagger":"2.0","paths":null}', "in line"],
    ["one line", '{"swagger":"2.0","paths":{"/a":{"get":{}}}}', "in line"],
    ["a line", '{\n "swagger": "2.0",\n "paths": {\n  "/a": {"get": {}}}}', "in lines"],
    ["a part of a line", '{\n "swagger": "2.0",\n "paths": {"/a": {"get": {}}}\n}', "in line"],
    ["the same path", '{"swagger":"2.0","paths":{"/api/ping":{}}}', "in line"],
  ])("finds a place in JSON of any form: %s", async (_what, original, form) => {
    const app = join(folder, "merge-ends");
    const { text } = await merge(app, original, "a.json");
    expect(JSON.parse(text)).toMatchObject({
      swagger: "2.0",
      paths: { ...JSON.parse(original).paths, "/api/ping": { get: { operationId: "Ping" } } },
    });
    expect(linesIn(text) === linesIn(original) ? "in line" : "in lines").toBe(form);
  });

  test.each([
    ["{}", 'swagger: "2.0"\npaths: {}\n'],
    ["nothing", 'swagger: "2.0"\npaths:\n'],
    ["nothing, told", 'swagger: "2.0"\npaths: # none yet\nx: 1\n'],
    ["{}, told", 'swagger: "2.0"\npaths: {}   # none yet\nx: 1\n'],
    ["null", 'swagger: "2.0"\npaths: ~ # none yet'],
    ["no paths", 'swagger: "2.0"\n'],
    ["braces", 'swagger: "2.0"\npaths: { "/a": {}, }\n'],
    ["JSON", '{"swagger": "2.0", "paths": {}}\n'],
    ["JSON with the path", '{"swagger": "2.0",\n "paths": {"/api/ping": {}}}\n'],
    ["a document's marks", '%YAML 1.2\n---\nswagger: "2.0"\npaths:\n  /a: {}\n...\n'],
    [
      "a folded text at the end",
      'swagger: "2.0"\npaths:\n  /a:\n    get:\n      description: |+\n        Text.\n\n# end\n',
    ],
    ["keys with question marks", 'swagger: "2.0"\npaths:\n  ? /a\n  : get: {}\n'],
  ])("finds a place in YAML of any form: %s", async (_what, original) => {
    const { text } = await merge(join(folder, "merge-ends"), original);
    const before = parseYaml(original) as { paths?: object | null };
    expect(parseYaml(text)).toMatchObject({
      ...before,
      paths: { ...before.paths, "/api/ping": { get: { operationId: "Ping" } } },
    });
    for (const comment of original.match(/ *# .*/g) ?? []) expect(text).toContain(comment.trim());
  });

  test("refuses to change two places by an alias", async () => {
    const original = 'swagger: "2.0"\npaths:\n  /api/ping: &a\n    post: {}\n  /b: *a\n';
    const app = join(folder, "merge-ends");
    await expect(make(app, { into: { name: "api.yaml", text: original } })).rejects.toThrow(
      "api.yaml cannot be added to at paths › /api/ping, because of its form there. " +
        "Write that part out in plain lines, without aliases.",
    );
  });

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
  /api/a/{turbine}:
    get: {operationId: A, parameters: []}
  /api/b/{turbine}/{when}:
    get:
      operationId: B
      parameters:
        - {name: when, in: path, required: true, type: string}
        - {name: turbine, in: query, type: string}
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
        method: "get",
        path: "/api/a/{turbine}",
        operationId: "A",
        function: "A",
        what: "declares the path parameter turbine now",
        applied: true,
      },
      {
        method: "get",
        path: "/api/b/{turbine}/{when}",
        operationId: "B",
        function: "B",
        what: "declares the path parameter turbine now",
        applied: true,
      },
      {
        method: "get",
        path: "/api/c/{id}",
        operationId: "C",
        function: "C",
        what: "declares the path parameter id now",
        applied: true,
      },
    ]);
    const { paths } = parseYaml(text);
    expect(paths["/api/a/{turbine}"].get.parameters).toMatchObject([
      { name: "turbine", in: "path", type: "integer", required: true },
    ]);
    expect(paths["/api/b/{turbine}/{when}"].get.parameters).toMatchObject([
      { name: "when" },
      { name: "turbine", in: "query" },
      { name: "turbine", in: "path", type: "integer", required: true },
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
    expect(report.changed.map((each) => [each.path, each.what, each.applied])).toEqual([
      [
        "/api/closed",
        "its function wants a key (authLevel function), and the definition has no security",
        false,
      ],
      [
        "/api/extension",
        "its function wants a system key (authLevel system), which a function key does not replace",
        false,
      ],
      [
        "/api/foreign",
        "its function wants a key (authLevel function), and the definition has Entra instead",
        false,
      ],
      [
        "/api/master",
        "its function wants the master key (authLevel admin), which opens the whole app",
        false,
      ],
      ["/api/open", "its function is anonymous, yet the definition asks for a key", false],
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
      {
        function: "Out",
        reason: 'takes GET /api/v10/out, which is outside the definition\'s basePath "/API/v1/"',
      },
    ]);
  });

  test("sets the host when one is asked for, and only then", async () => {
    const app = join(folder, "merge-ends");
    const kept = await merge(app, EDITED_YAML);
    expect(kept.text).toContain("host: turbines.azurewebsites.net   # live\n");
    const set = await merge(app, EDITED_YAML, "api.yaml", "other.example");
    expect(set.text).toContain("host: other.example   # live\n");
    const json = await merge(app, '{"swagger":"2.0"}', "a.json", "other.example");
    expect(JSON.parse(json.text)).toMatchObject({ swagger: "2.0", host: "other.example" });
    await expect(merge(app, EDITED_YAML, "api.yaml", "https://x")).rejects.toThrow(RangeError);
  });

  test("of this project's own functions into its own definition changes nothing", async () => {
    const text = readFileSync(
      join(projectFolder, "connector", "apiDefinition.swagger.json"),
      "utf8",
    );
    const own = await merge(join(projectFolder, "function"), text, "apiDefinition.swagger.json");
    expect(own.text).toBe(text);
    expect(own.report).toMatchObject({ added: [], changed: [], vanished: [] });
  });

  test.each(
    [
      ["a.json", "{", "a.json, line 1, column 2: The text is no JSON: close brace expected."],
      [
        "a.json",
        '{\n  "swagger" "2.0"}',
        "line 2, column 13: The text is no JSON: colon expected.",
      ],
      [
        "a.json",
        '{"swagger": "2.0", // x\n}',
        "line 1, column 20: The text is no JSON: invalid comment token.",
      ],
      [
        "a.yaml",
        "swagger: [",
        'a.yaml, line 1, column 11: The text is no YAML: "Flow sequence in block collection',
      ],
      ["a.yaml", "a: 1\na: 2", 'line 2, column 1: The text is no YAML: "Map keys must be unique'],
      ["a.yaml", "--- 1\n--- 2", "The text is more than one YAML document."],
      ["a.yaml", "", "a.yaml is not an object. Expected a definition."],
      ["a.yaml", "- ".repeat(1_000), "a.yaml, line 1, column 1: The document has more than 200"],
      ["a.yaml", "text", "a.yaml is not an object. Expected a definition."],
      ["a.yaml", "swagger: 2.0", 'expected swagger "2.0", found 2.'],
      ["a.yaml", "openapi: 3.0.1", 'expected swagger "2.0", found openapi "3.0.1".'],
      ["a.yaml", 'swagger: "2.0"\npaths: []', "a.yaml: paths is not an object."],
      ["a", '{"swagger": "2.0", "paths": 7}', "a: paths is not an object."],
      ["a", 'swagger: "2.0"\npaths: 7', "a: paths is not an object."],
      [
        "a.yaml",
        ALIAS_BOMB,
        'a.yaml, line 1, column 1: The text is no YAML: "Excessive alias count',
      ],
    ].map(([name = "", text = "", message = ""]) => [name, message, text] as const),
  )("refuses %s: %s", async (name, message, text) => {
    const app = join(folder, "merge-ends");
    await expect(make(app, { into: { name, text } })).rejects.toThrow(message);
  });
});
