import { join } from "node:path";
import { EDITED_YAML, foldersApp, make, merge, temporaryFolder } from "../../support/functionApps";
import { parse as parseYaml } from "yaml";

const folder = temporaryFolder();
const pingApp = foldersApp(join(folder, "ping"), { Ping: "get ping anonymous" });

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

describe("a merge", () => {
  const APP = {
    GetItem: "get items/{id:int} anonymous",
    DropItem: "delete items/{number:int}",
    GetItemNotes: "get,post items/{id:int}/notes",
  };

  test("into YAML adds lines and changes none: order, comments and form stay", async () => {
    const { text, report } = await merge(foldersApp(join(folder, "merge-yaml"), APP), EDITED_YAML);
    expect(report).toMatchObject({
      added: [
        { method: "delete", route: "/Items/{item}/", operationId: "DropItem" },
        { method: "get", route: "/items/{id}/notes", operationId: "GetItemNotesGet" },
        { method: "post", route: "/items/{id}/notes", operationId: "GetItemNotesPost" },
      ],
      kept: [{ method: "get", route: "/Items/{item}/", operationId: "LookUp" }],
      changed: [],
      removed: [
        {
          severity: "warning",
          path: "$.paths['/old'].post",
          method: "post",
          route: "/old",
          operationId: "getItemNotes",
          message: "POST /old (getItemNotes) is no longer in the app. It was kept.",
          fix: "Delete it from the definition once no flow or app uses it.",
        },
      ],
    });
    const added = addedLines(text, EDITED_YAML).join("\n");
    expect(text).toContain(`            # TODO: a schema
        delete:
            operationId: DropItem
            summary: Drop item
            produces: []
            consumes: []
            parameters: []
            description: Replace with a sentence that says what the operation does.
            responses:
                '200':
                    description: Success operation
            security:
`);
    expect(text).toMatch(/ # the end of paths\n {4}\/items\/\{id\}\/notes:\n {8}get:\n/);
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
    const yaml = await merge(pingApp, 'swagger: "2.0"\r\npaths:\r\n  /a: {}');
    expect(yaml.text).toMatch(/^swagger: "2.0"\r\npaths:\r\n {2}\/a: \{\}\r\n {2}\/api\/ping:\r\n/);
    expect(yaml.text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    const json = await merge(
      pingApp,
      '\uFEFF{\r\n\t"swagger": "2.0",\r\n\t"paths": {}\r\n}',
      "a.json",
    );
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
    const { text } = await merge(pingApp, original, "a.json");
    expect(JSON.parse(text)).toMatchObject({
      swagger: "2.0",
      paths: { ...JSON.parse(original).paths, "/api/ping": { get: { operationId: "Ping" } } },
    });
    expect(linesIn(text) === linesIn(original) ? "in line" : "in lines").toBe(form);
  });

  test.each([
    ["{}", 'swagger: "2.0"\npaths: {}\n'],
    ["nothing", 'swagger: "2.0"\npaths:\n'],
    ["nothing, with a comment", 'swagger: "2.0"\npaths: # none yet\nx: 1\n'],
    ["{}, with a comment", 'swagger: "2.0"\npaths: {}   # none yet\nx: 1\n'],
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
    const { text } = await merge(pingApp, original);
    const before = parseYaml(original) as { paths?: object | null };
    expect(parseYaml(text)).toMatchObject({
      ...before,
      paths: { ...before.paths, "/api/ping": { get: { operationId: "Ping" } } },
    });
    for (const comment of original.match(/ *# .*/g) ?? []) expect(text).toContain(comment.trim());
  });

  test("refuses to change two places by an alias", async () => {
    const original = 'swagger: "2.0"\npaths:\n  /api/ping: &a\n    post: {}\n  /b: *a\n';
    await expect(make(pingApp, { into: { name: "api.yaml", text: original } })).rejects.toThrow(
      "api.yaml cannot be added to at paths › /api/ping, because of its form there. " +
        "Write that part out in plain lines, without aliases.",
    );
  });
});
