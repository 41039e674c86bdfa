import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TemplateRequest, makeTemplate } from "../../toolkit/template/makeTemplate";
import type { JsonObject } from "../../toolkit/document/json";
import { projectFolder } from "./projectFolder";

/** Sample apps, each in a folder. */
export const APPS = join(projectFolder, "test", "fixtures", "functionApps");

/** A definition as people keep it, with comments and forms of their own. */
export const EDITED_YAML = `# The connector of the items' team.
swagger: "2.0"
info:
    title: Item Orders   # agreed
    version: 1.0.0
host: items.azurewebsites.net   # live
basePath: /api
schemes: [https]
x-ms-connector-metadata:
-   propertyName: Website
    propertyValue: https://a.example

paths:
    # What shop people use.
    /Items/{item}/:   # one item
        parameters:
        -   $ref: '#/parameters/Item'
        get:
            operationId: LookUp
            description: >-
                Finds a item
                by its number.
            responses: {200: {description: The item.}}
            x-ms-visibility: important
            # TODO: a schema


    # Gone soon.
    /old:
        post: &old
            operationId: getItemNotes
            responses: {200: {description: x}}
            security:
            -   Key: []
            # the end of old
    # the end of paths

parameters:
    Item: {name: item, in: path, required: true, type: string}
securityDefinitions:
    Key: {type: apiKey, in: header, name: x-functions-key}   # from the vault
`;

/** A temporary folder of the test file, removed after its last test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "template-")));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Texts of an app's files by their paths. */
export type Files = Readonly<Record<string, string>>;

/** Makes an app in a folder of its own, which finds the project's packages. */
export function appOf(app: string, files: Files): string {
  mkdirSync(app);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
  symlinkSync(join(projectFolder, "node_modules"), join(app, "node_modules"), "junction");
  return app;
}

/** An app of the Node model v4 whose main is one CommonJS file. */
export function nodeApp(app: string, source: string, files: Files = {}): string {
  return appOf(app, {
    "host.json": '{"version":"2.0"}',
    "package.json": '{"main":"index.js"}',
    "index.js": `const { app } = require("@azure/functions");\nconst handler = (_request, context) => ({ body: context.functionName });\n${source}`,
    ...files,
  });
}

/** An app whose functions take the given method, route and level: "get items/{id} function". */
export function foldersApp(app: string, functions: Readonly<Record<string, string>>): string {
  const files = Object.entries(functions).map(([functionName, text]) => {
    const [methods = "", route, authLevel = "function"] = text.split(" ");
    const binding = { type: "httpTrigger", methods: methods.split(","), route, authLevel };
    return [`${functionName}/function.json`, JSON.stringify({ bindings: [binding] })] as const;
  });
  return appOf(app, { "host.json": '{"version":"2.0"}', ...Object.fromEntries(files) });
}

export async function make(appPath: string, options: Partial<TemplateRequest> = {}) {
  const notes: string[] = [];
  const made = await makeTemplate({
    appPath,
    settings: {},
    timeoutMs: 30_000,
    note: (sentence) => notes.push(sentence),
    ...options,
  });
  return { ...made, notes };
}

/** Merges an app's functions into a text, and into the result again. */
export async function merge(app: string, text: string, name = "api.yaml", host?: string) {
  const once = await make(app, { into: { name, text }, host });
  const twice = await make(app, { into: { name, text: once.text }, host });
  expect(twice.text).toBe(once.text);
  expect(twice.report).toMatchObject({ added: [], removed: once.report.removed });
  expect(twice.report.changed.filter(({ applied }) => applied)).toEqual([]);
  return once;
}

/** What a report has of a function that is not in the definition; `reason` reads after its name. */
export function skipped(functionName: string, reason: string) {
  const message = `"${functionName}" ${reason}.`;
  return { severity: "warning", path: "$.paths", function: functionName, message };
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly parameters: readonly { name: string; in: string; type: string; required: boolean }[];
  readonly security: readonly JsonObject[];
}

export function operationsOf({ paths }: JsonObject): Operation[] {
  const items = paths as Record<string, Record<string, Omit<Operation, "method" | "path">>>;
  return Object.entries(items).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      method.startsWith("x-") ? [] : [{ ...operation, method, path }],
    ),
  );
}

export function linesOf(document: JsonObject): string[] {
  return operationsOf(document).map(
    ({ method, path, operationId }) => `${method} ${path} ${operationId}`,
  );
}

/** Runs the command line. */
export function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, commandLine(args), {
    cwd: projectFolder,
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
  return { status, stdout, stderr };
}

export function commandLine(args: readonly string[]): string[] {
  return ["--require", "tsx/cjs", join(projectFolder, "connector", "main.ts"), "template", ...args];
}
