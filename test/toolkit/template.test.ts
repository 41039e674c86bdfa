import { cpSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { OASValidator } from "@har-sdk/validator";
import { buildSync } from "esbuild";
import { strToU8, zipSync } from "fflate";
import { parse as parseYaml } from "yaml";
import { thisConnector } from "../../function/thisConnector";
import { definition } from "../../connector/definition/definition";
import { type FunctionsHost, startFunctionsHost } from "../../local/functionsHost/functionsHost";
import {
  APPS,
  foldersApp,
  appOf,
  nodeApp,
  make,
  operationsOf,
  linesOf,
  temporaryFolder,
  type Files,
  type Operation,
} from "../support/functionApps";
import { projectFolder } from "../support/projectFolder";

const folder = temporaryFolder();

describe("the template", () => {
  test("has the form of the portal's, with what certification and imports refuse made better", async () => {
    const app = appOf(join(folder, "portal"), {
      "host.json": '{"version":"2.0"}',
      "TurbineRepair/function.json":
        '{"bindings":[{"type":"httpTrigger","name":"req","methods":["post"]}]}',
    });
    const { text } = await make(app, {
      format: "yaml",
      host: "function-demo-energy.azurewebsites.net",
    });
    expect(text).toBe(`swagger: '2.0'
info:
  title: function-demo-energy
  version: 1.0.0
  description: Replace with what these operations do for people, in 30 to 500 characters.
host: function-demo-energy.azurewebsites.net
basePath: /
schemes:
  - https
paths:
  /api/TurbineRepair:
    post:
      operationId: TurbineRepair
      summary: Turbine repair
      produces: []
      consumes: []
      parameters: []
      description: Replace with a sentence that says what the operation does.
      responses:
        '200':
          description: Success operation
      security:
        - apikeyQuery: []
definitions: {}
securityDefinitions:
  apikeyQuery:
    type: apiKey
    name: code
    in: query
`);
  });

  test("is the same document as JSON", async () => {
    const app = join(APPS, "modules");
    const json = await make(app, { format: "json", host: "a.example", scheme: "http" });
    const yaml = await make(app, { format: "yaml", host: "a.example", scheme: "http" });
    expect(JSON.parse(json.text)).toEqual(parseYaml(yaml.text));
    expect(json.text).toBe(`${JSON.stringify(json.definition, null, 2)}\n`);
    expect(json.definition).toMatchObject({
      info: { title: "a.example" },
      host: "a.example",
      schemes: ["http"],
    });
  });

  test.each(["turbines", "modules", "languages", "dotnet"])(
    "of %s is valid Swagger 2.0",
    async (name) => {
      const { text } = await make(join(APPS, name));
      expect(await new OASValidator().verify(JSON.parse(text))).toEqual([]);
    },
  );

  test.each(["turbines", "modules", "languages", "dotnet"])(
    "of %s has unique operationIds of letters and digits, and declares each path parameter",
    async (name) => {
      const operations = operationsOf((await make(join(APPS, name))).definition);
      const ids = operations.map(({ operationId }) => operationId.toLowerCase());
      expect(new Set(ids).size).toBe(ids.length);
      for (const { operationId, path, parameters } of operations) {
        expect(operationId).toMatch(/^[A-Z][A-Za-z0-9]*$/);
        expect(parameters.map((parameter) => `${parameter.in} {${parameter.name}}`)).toEqual(
          (path.match(/\{\w+\}/g) ?? []).map((parameter) => `path ${parameter}`),
        );
        expect(parameters.every(({ required }) => required)).toBe(true);
      }
    },
  );
});

describe("the functions of an app", () => {
  test("are those that its code registers, by every file of its main", async () => {
    const { definition: made, report } = await make(join(APPS, "turbines"));
    expect(report.model).toBe("node-v4");
    expect(linesOf(made)).toEqual([
      "get /api/files ReadFileGet",
      "head /api/files ReadFileHead",
      "get /api/files/{path} ReadFileGetByPath",
      "head /api/files/{path} ReadFileHeadByPath",
      "get /api/turbines/{id} GetTurbine",
      "delete /api/turbines/{id} RemoveTurbine",
      "get /api/ping PingGet",
      "post /api/ping PingPost",
      "get /api/turbines/{id}/inspections ListInspections",
      "get /api/turbines/{id}/inspections/{month} ListInspectionsByMonth",
    ]);
    expect(report.skipped).toEqual([
      { function: "nightly", reason: "has a trigger of type timerTrigger" },
      { function: "notices", reason: "has a trigger of type queueTrigger" },
    ]);
    const keyed = operationsOf(made).filter(({ security }) => security.length > 0);
    expect(keyed.map(({ operationId }) => operationId)).toEqual([
      "GetTurbine",
      "RemoveTurbine",
      "ListInspections",
      "ListInspectionsByMonth",
    ]);
  });

  test("come in the order of their files' names", async () => {
    const names = ["m", "z", "a", "k"];
    const app = appOf(join(folder, "order"), {
      "package.json": '{"main":"{z,a}/*.js"}',
      ...Object.fromEntries(names.map((name) => [`a/${name}.js`, sourceRegistering(name)])),
      ...Object.fromEntries(names.map((name) => [`z/${name}.js`, sourceRegistering(`${name}2`)])),
    });
    const { report } = await make(app);
    expect(report.added.map(({ function: name }) => name)).toEqual([
      "a",
      "k",
      "m",
      "z",
      "a2",
      "k2",
      "m2",
      "z2",
    ]);
  });

  test("may be ES modules that wait while they are loaded", async () => {
    const { definition: made } = await make(join(APPS, "modules"));
    expect(linesOf(made)).toEqual(["post /v1/sites/{site}/repairs Repair"]);
    expect(operationsOf(made)[0]?.parameters).toMatchObject([{ type: "string", format: "uuid" }]);
  });

  test.each([
    ["src/index.ts", "module"],
    ["src/index.ts", "commonjs"],
    ["src/index.mts", "commonjs"],
    ["src/index.cts", "module"],
  ])("may be TypeScript: %s in a package of type %s", async (main, type) => {
    const app = appOf(join(folder, `${type}-${main.replace("/", "-")}`), {
      "host.json": '{"version":"2.0"}',
      "package.json": JSON.stringify({ main, type }),
      [main]: `import { app } from "@azure/functions";
        const name: string = "repair";
        app.http(name, { methods: ["PUT"], handler: async () => ({}) });`,
    });
    expect(linesOf((await make(app)).definition)).toEqual(["put /api/repair Repair"]);
  });

  test("are those of this project: what its definition publishes", async () => {
    const published = operationsOf(
      JSON.parse(JSON.stringify(definition({ connector: thisConnector }))),
    ).map(({ method, path, operationId }) => `${method} ${path} ${operationId}`);
    const { definition: made } = await make(join(projectFolder, "function"));
    expect(linesOf(made).toSorted()).toEqual(published.toSorted());
  });

  test("may be folders with a function.json, in any language", async () => {
    const { definition: made, report } = await make(join(APPS, "languages"));
    expect(report.model).toBe("function.json");
    const all = ["get", "post", "delete", "head", "patch", "put", "options"];
    expect(linesOf(made)).toEqual([
      "get /turbines/{id} GetTurbine",
      ...all.map(
        (method) =>
          `${method} /RepairTurbine RepairTurbine${method.replace(/^./, (letter) => letter.toUpperCase())}`,
      ),
    ]);
    expect(operationsOf(made).map(({ security }) => security.length)).toEqual([
      0,
      ...all.map(() => 1),
    ]);
    expect(report.skipped).toEqual([
      { function: "Nightly", reason: "has a trigger of type timerTrigger" },
      { function: "OldRepair", reason: "is disabled by its function.json" },
    ]);
  });

  test("of a .NET project are those of its newest build", async () => {
    const app = join(folder, "dotnet");
    cpSync(join(APPS, "dotnet"), app, { recursive: true });
    const isolated = await make(app);
    expect(isolated.report.model).toBe("dotnet-isolated");
    expect(linesOf(isolated.definition)).toEqual(["get /api/turbines/{id} GetTurbine"]);
    expect(isolated.notes).toEqual([
      `The app is read from its newest build, ${join("bin", "Debug", "net8.0")}.`,
    ]);

    const newer = join(app, "bin", "Release", "net6.0", "publish");
    mkdirSync(join(newer, "Repair"), { recursive: true });
    writeFileSync(join(newer, "host.json"), '\uFEFF{ "version": "2.0" /* in process */ }');
    writeFileSync(
      join(newer, "Repair", "function.json"),
      '\uFEFF{"disabled":false,"scriptFile":"../bin/Turbines.dll","bindings":[{"type":"httpTrigger","methods":["post"],"authLevel":"anonymous","name":"req"}]}',
    );
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(newer, "host.json"), later, later);
    const inProcess = await make(app);
    expect(inProcess.report.model).toBe("function.json");
    expect(linesOf(inProcess.definition)).toEqual(["post /api/Repair Repair"]);
  });

  test("may come in a zip, as it is deployed", async () => {
    const zip = join(folder, "app.zip");
    writeFileSync(
      zip,
      zipSync({
        "host.json": strToU8('{"version":"2.0"}'),
        "Repair/": new Uint8Array(),
        "Repair/function.json": strToU8('{"bindings":[{"type":"httpTrigger","methods":["post"]}]}'),
      }),
    );
    expect(linesOf((await make(zip)).definition)).toEqual(["post /api/Repair Repair"]);
  });

  test("are function.json's when the code beside them registers nothing or does not load", async () => {
    const files = {
      "Repair/function.json": '{"bindings":[{"type":"httpTrigger","methods":["post"]}]}',
    };
    const quiet = await make(nodeApp(join(folder, "quiet-code"), "", files));
    expect(quiet.report.model).toBe("function.json");
    const broken = await make(
      nodeApp(join(folder, "broken-code"), "throw new Error('no luck');", files),
    );
    expect(linesOf(broken.definition)).toEqual(["post /api/Repair Repair"]);
    expect(broken.notes).toEqual([expect.stringContaining("no luck")]);
    const registering = await make(
      nodeApp(join(folder, "v4-code"), 'app.http("own", { handler });', files),
    );
    expect(linesOf(registering.definition)).toEqual([
      "get /api/own OwnGet",
      "post /api/own OwnPost",
    ]);
  });

  test.each([
    ["turbines", ["src/functions/turbines.js", "src/functions/files.js"]],
    ["modules", ["index.js"]],
  ])(
    "of %s answer on the local Functions host, by just these methods, paths and keys",
    async (name, sources) => {
      const { definition: made, report } = await make(join(APPS, name));
      const { address, listed } = await served(join(APPS, name), sources);
      const functionOf = new Map(report.added.map((each) => [each.operationId, each.function]));
      for (const { method, path, operationId, parameters, security } of operationsOf(made)) {
        const url = `${address}${filledPath(path, parameters)}`;
        const unknown = await fetch(url, { method });
        expect([operationId, unknown.status]).toEqual([
          operationId,
          security.length > 0 ? 401 : 200,
        ]);
        const known = await fetch(url, { method, headers: { "x-functions-key": MASTER_KEY } });
        expect([operationId, known.status]).toEqual([operationId, 200]);
        const body = method === "head" ? "" : functionOf.get(operationId);
        expect(await known.text()).toBe(body);
      }
      const methodsOf = (functionName: string) =>
        new Set(
          report.added
            .filter((each) => each.function === functionName)
            .map((each) => each.method.toUpperCase()),
        );
      expect(
        Object.fromEntries(Object.keys(listed).map((each) => [each, methodsOf(each)])),
      ).toEqual(listed);
    },
  );
});

const MASTER_KEY = "master-key";
const hosts: FunctionsHost[] = [];
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()));
});

/** Serves an app on the local Functions host: its sources, bundled, and its host.json. */
async function served(app: string, sources: readonly string[]) {
  const { outputFiles } = buildSync({
    stdin: {
      contents: sources.map((source) => `import "./${source}";`).join("\n"),
      resolveDir: app,
    },
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["@azure/functions-core"],
    // No file of these apps has a default export, and one waits while it is loaded.
    format: "esm",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    write: false,
  });
  const host = await startFunctionsHost({
    settings: {
      name: "t",
      appSettings: {},
      allowedOrigins: [],
      functionKeys: {},
      masterKey: MASTER_KEY,
    },
    log: () => undefined,
  });
  hosts.push(host);
  const listings = await host.deploy(
    zipSync({
      "host.json": readFileSync(join(app, "host.json")),
      "package.json": strToU8('{"main":"main.mjs"}'),
      "main.mjs": outputFiles[0]?.contents ?? new Uint8Array(),
    }),
  );
  const listed = Object.fromEntries(
    listings.flatMap((each) =>
      each.trigger === "httpTrigger" ? [[each.name, new Set(each.methods)]] : [],
    ),
  );
  return { address: `http://127.0.0.1:${host.port}`, listed };
}

function sourceRegistering(name: string): string {
  return `require("@azure/functions").app.get("${name}", { handler: async () => ({}) });`;
}

/** A path with values that its parameters' types take. */
function filledPath(path: string, parameters: Operation["parameters"]): string {
  return parameters.reduce((filled, { name, type, ...rest }) => {
    const text = "format" in rest && rest.format === "uuid" ? "0".repeat(32) : "may";
    return filled.replace(`{${name}}`, type === "integer" ? "7" : text);
  }, path);
}

describe("a function is left out, and named, when", () => {
  test.each([
    [
      "its trigger is another",
      'app.timer("x", { schedule: "* * * * * *", handler });',
      "has a trigger of type timerTrigger",
    ],
    [
      "its route is the host's",
      'app.http("x", { route: "admin/x", handler });',
      'has the route "admin/x"',
    ],
    [
      "its route is the host's too",
      'app.http("x", { route: "/Runtime", handler });',
      'has the route "/Runtime"',
    ],
    [
      "its route is refused",
      'app.http("x", { route: "/x", handler });',
      '"api//x" has two slashes',
    ],
    ["its name is refused", 'app.http("x y", { handler });', "has a name that Azure refuses"],
    [
      "its name is taken",
      'app.http("OPEN", { route: "x", handler });',
      "has the name of another function",
    ],
    [
      "its route is taken",
      'app.http("x", { route: "Open", handler });',
      'has the route "api/Open" and a method of "open"',
    ],
    [
      "its level is unknown",
      'app.http("x", { authLevel: "user", handler });',
      'has the authLevel "user"; expected anonymous, function',
    ],
    [
      "Swagger lacks its method",
      'app.http("x", { methods: ["TRACE"], handler });',
      "takes TRACE, for which Swagger 2.0 has no place",
    ],
    [
      "its methods are no list",
      'app.http("x", { methods: "GET", handler });',
      'has a binding with methods "GET"; expected a list of texts',
    ],
    [
      "one of its methods is no text",
      'app.http("x", { methods: ["GET", 5], handler });',
      "has a binding with methods 5; expected texts",
    ],
    [
      "its route is no text",
      'app.http("x", { route: 5, handler });',
      "has a binding with route 5; expected a text",
    ],
    ["its name is no text", "app.http(5, { handler });", "has a name that Azure refuses"],
  ])("%s", async (what, source, reason) => {
    const app = nodeApp(
      join(folder, `left-out-${what.replaceAll(/\W/g, "-")}`),
      `app.http("open", { handler });\n${source}`,
    );
    const { definition: made, report } = await make(app);
    expect(linesOf(made)).toEqual(["get /api/open OpenGet", "post /api/open OpenPost"]);
    expect(report.skipped).toEqual([
      {
        function: expect.stringMatching(/^(x|x y|OPEN|)$/),
        reason: expect.stringContaining(reason),
      },
    ]);
  });

  test("Swagger lacks one of its methods, for that method", async () => {
    const app = foldersApp(join(folder, "trace"), { A: "get,TRACE,Get a" });
    const { definition: made, report } = await make(app);
    expect(linesOf(made)).toEqual(["get /api/a A"]);
    expect(report.skipped).toEqual([
      { function: "A", reason: "takes TRACE too, for which Swagger 2.0 has no place" },
    ]);
  });

  test("not by a setting whose value is encrypted", async () => {
    const app = foldersApp(join(folder, "encrypted"), { A: "get a" });
    const settings = { IsEncrypted: true, Values: { "AzureWebJobs.A.Disabled": "true" } };
    writeFileSync(join(app, "local.settings.json"), JSON.stringify(settings));
    expect(linesOf((await make(app)).definition)).toEqual(["get /api/a A"]);
  });

  test("it is switched off: by a setting, by host.json or by its function.json", async () => {
    const binding = '"bindings":[{"type":"httpTrigger","methods":["get"]}]';
    const app = appOf(join(folder, "switched-off"), {
      "host.json": '{"version":"2.0","functions":["A","B","C","D","E"]}',
      "local.settings.json": JSON.stringify({
        Values: {
          "AzureWebJobs.A.Disabled": "true",
          AzureWebJobs_B_Disabled: 1,
          OFF: true,
          ON: "no",
        },
      }),
      "A/function.json": `{${binding}}`,
      "B/function.json": `{${binding}}`,
      "C/function.json": `{"disabled":"%OFF%",${binding}}`,
      "D/function.json": `{"disabled":"ON",${binding}}`,
      "E/function.json": `{${binding}}`,
      "F/function.json": `{${binding}}`,
      "G/function.json": `{"bindings":`,
      "H/function.json": '{"bindings":[{"type":7}]}',
    });
    const { definition: made, report } = await make(app, {
      settings: { "AzureWebJobs.E.Disabled": "1" },
    });
    expect(linesOf(made)).toEqual(["get /api/D D"]);
    expect(report.skipped).toEqual([
      { function: "A", reason: "is disabled by the setting AzureWebJobs.A.Disabled" },
      { function: "B", reason: "is disabled by the setting AzureWebJobs_B_Disabled" },
      { function: "C", reason: "is disabled by its function.json (OFF)" },
      { function: "E", reason: "is disabled by the setting AzureWebJobs.E.Disabled" },
      { function: "F", reason: "is not among the functions that host.json lists" },
      {
        function: "G",
        reason: expect.stringContaining("line 1, column 13: The text is no JSON: value expected"),
      },
      { function: "H", reason: "has a binding with type 7; expected a text" },
    ]);
  });

  test("another one has its path to Swagger, and the host tries that one first", async () => {
    const app = nodeApp(
      join(folder, "same-path"),
      `app.get("byName", { route: "items/{name}", handler });
       app.get("byNumber", { route: "Items/{number:int}", handler });
       app.get("all", { route: "items", handler });
       app.get("some", { route: "ITEMS/{first}/{second?}", handler });
       app.get("notes", { route: "notes/{id?}", handler });
       app.get("allNotes", { route: "notes", handler });`,
    );
    const { report } = await make(app);
    expect(report.added.map(({ path, function: name }) => `${path} ${name}`)).toEqual([
      "/api/Items/{number} byNumber",
      "/api/items all",
      "/api/ITEMS/{first}/{second} some",
      "/api/notes notes",
      "/api/notes/{id} notes",
    ]);
    expect(report.skipped).toEqual([
      {
        function: "byName",
        reason: 'takes GET /api/items/{name}, which to Swagger 2.0 is an operation of "byNumber"',
      },
      {
        function: "some",
        reason: 'takes GET /api/ITEMS/{first}, which to Swagger 2.0 is an operation of "byNumber"',
      },
      {
        function: "allNotes",
        reason: 'takes GET /api/notes, which to Swagger 2.0 is an operation of "notes"',
      },
    ]);
    const { address } = await served(app, ["index.js"]);
    for (const { path, function: name } of report.added) {
      const answer = await fetch(`${address}${path.replaceAll(/\{\w+\}/g, "7")}`);
      expect(await answer.text()).toBe(name);
    }
  });
});

describe("a folder without an app", () => {
  test.each<[string, Files, string]>([
    ["empty", {}, "Expected a package.json with a main, an index.ts, folders with a function.json"],
    ["python", { "function_app.py": "import azure.functions" }, "Python's functions of model v2"],
    ["unbuilt", { "App.csproj": "<Project />", "host.json": "{}" }, "Build the project first."],
    [
      "unbuilt-node",
      { "package.json": '{"main":"dist/*.js"}', "host.json": "{}" },
      'package.json\'s main "dist/*.js" matches no file',
    ],
    [
      "broken-package",
      { "package.json": '{"main":' },
      "line 1, column 9: The text is no JSON: value expected",
    ],
    [
      "broken-host",
      { "host.json": '{\n  "extensions": {"http": {"routePrefix": 7}}}', "A/function.json": "{}" },
      "extensions.http.routePrefix: Invalid type: Expected string",
    ],
    [
      "only-timers",
      { "A/function.json": '{"bindings":[{"type":"timerTrigger"}]}' },
      'is served over HTTP: "A" has a trigger of type timerTrigger.',
    ],
    ["no-trigger", { "A/function.json": '{"bindings":[{"type":"blob"}]}' }, '"A" has no trigger.'],
  ])("says what is missing: %s", async (name, files, message) => {
    await expect(make(appOf(join(folder, `no-app-${name}`), files))).rejects.toThrow(message);
  });

  test("is an error when its code registers nothing", async () => {
    await expect(make(join(APPS, "silent"))).rejects.toThrow(
      /silent has no function at all\. Call app\.http\(\.\.\.\) while the app's main is loaded/,
    );
  });

  test("is an error when it is not there, no zip, or a zip that leads out of itself", async () => {
    await expect(make(join(folder, "nowhere"))).rejects.toThrow("nowhere is not there. Name a");
    const text = join(folder, "text.zip");
    writeFileSync(text, "no zip");
    await expect(make(text)).rejects.toThrow("is neither a folder nor a zip");
    const evil = join(folder, "evil.zip");
    const outside = `${basename(folder)}.txt`;
    writeFileSync(evil, zipSync({ [`a/../../${outside}`]: strToU8("x") }));
    await expect(make(evil)).rejects.toThrow(`has the entry "a/../../${outside}"`);
    expect(readdirSync(tmpdir())).not.toContain(outside);
  });
});
