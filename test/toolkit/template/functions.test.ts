import { cpSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import {
  APPS,
  appOf,
  linesOf,
  make,
  nodeApp,
  operationsOf,
  skipped,
  temporaryFolder,
} from "../../support/functionApps";

const folder = temporaryFolder();

describe("the functions of an app", () => {
  test("are those that its code registers, by every file of its main", async () => {
    const { definition: made, report } = await make(join(APPS, "items"));
    expect(report.model).toBe("node-v4");
    expect(linesOf(made)).toEqual([
      "get /api/files ReadFileGet",
      "head /api/files ReadFileHead",
      "get /api/files/{path} ReadFileGetByPath",
      "head /api/files/{path} ReadFileHeadByPath",
      "get /api/items/{id} GetItem",
      "delete /api/items/{id} RemoveItem",
      "get /api/ping PingGet",
      "post /api/ping PingPost",
      "get /api/items/{id}/reviews ListReviews",
      "get /api/items/{id}/reviews/{month} ListReviewsByMonth",
    ]);
    expect(report.skipped).toEqual([
      skipped("nightly", "has a trigger of type timerTrigger"),
      skipped("messages", "has a trigger of type queueTrigger"),
    ]);
    const keyed = operationsOf(made).filter(({ security }) => security.length > 0);
    expect(keyed.map(({ operationId }) => operationId)).toEqual([
      "GetItem",
      "RemoveItem",
      "ListReviews",
      "ListReviewsByMonth",
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
    expect(linesOf(made)).toEqual(["post /v1/sites/{site}/orders Order"]);
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
        const name: string = "order";
        app.http(name, { methods: ["PUT"], handler: async () => ({}) });`,
    });
    expect(linesOf((await make(app)).definition)).toEqual(["put /api/order Order"]);
  });

  test("may be folders with a function.json, in any language", async () => {
    const { definition: made, report } = await make(join(APPS, "languages"));
    expect(report.model).toBe("function.json");
    const all = ["get", "post", "delete", "head", "patch", "put", "options"];
    expect(linesOf(made)).toEqual([
      "get /items/{id} GetItem",
      ...all.map(
        (method) =>
          `${method} /OrderItem OrderItem${method.replace(/^./, (letter) => letter.toUpperCase())}`,
      ),
    ]);
    expect(operationsOf(made).map(({ security }) => security.length)).toEqual([
      0,
      ...all.map(() => 1),
    ]);
    expect(report.skipped).toEqual([
      skipped("Nightly", "has a trigger of type timerTrigger"),
      skipped("OldOrder", "is disabled by its function.json"),
    ]);
  });

  test("of a .NET project are those of its newest build", async () => {
    const app = join(folder, "dotnet");
    cpSync(join(APPS, "dotnet"), app, { recursive: true });
    const isolated = await make(app);
    expect(isolated.report.model).toBe("dotnet-isolated");
    expect(linesOf(isolated.definition)).toEqual(["get /api/items/{id} GetItem"]);
    expect(isolated.notes).toEqual([
      `The app is read from its newest build, ${join("bin", "Debug", "net8.0")}.`,
    ]);

    const newer = join(app, "bin", "Release", "net6.0", "publish");
    mkdirSync(join(newer, "Order"), { recursive: true });
    writeFileSync(join(newer, "host.json"), '\uFEFF{ "version": "2.0" /* in process */ }');
    writeFileSync(
      join(newer, "Order", "function.json"),
      '\uFEFF{"disabled":false,"scriptFile":"../bin/Items.dll","bindings":[{"type":"httpTrigger","methods":["post"],"authLevel":"anonymous","name":"req"}]}',
    );
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(newer, "host.json"), later, later);
    const inProcess = await make(app);
    expect(inProcess.report.model).toBe("function.json");
    expect(linesOf(inProcess.definition)).toEqual(["post /api/Order Order"]);
  });

  test("may come in a zip, as it is deployed", async () => {
    const zip = join(folder, "app.zip");
    writeFileSync(
      zip,
      zipSync({
        "host.json": strToU8('{"version":"2.0"}'),
        "Order/": new Uint8Array(),
        "Order/function.json": strToU8('{"bindings":[{"type":"httpTrigger","methods":["post"]}]}'),
      }),
    );
    expect(linesOf((await make(zip)).definition)).toEqual(["post /api/Order Order"]);
  });

  test("are function.json's when the code beside them registers nothing or does not load", async () => {
    const files = {
      "Order/function.json": '{"bindings":[{"type":"httpTrigger","methods":["post"]}]}',
    };
    const quiet = await make(nodeApp(join(folder, "quiet-code"), "", files));
    expect(quiet.report.model).toBe("function.json");
    const broken = await make(
      nodeApp(join(folder, "broken-code"), "throw new Error('no luck');", files),
    );
    expect(linesOf(broken.definition)).toEqual(["post /api/Order Order"]);
    expect(broken.notes).toEqual([expect.stringContaining("no luck")]);
    const registering = await make(
      nodeApp(join(folder, "v4-code"), 'app.http("own", { handler });', files),
    );
    expect(linesOf(registering.definition)).toEqual([
      "get /api/own OwnGet",
      "post /api/own OwnPost",
    ]);
  });
});

function sourceRegistering(name: string): string {
  return `require("@azure/functions").app.get("${name}", { handler: async () => ({}) });`;
}
