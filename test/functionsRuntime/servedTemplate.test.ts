import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { strToU8, zipSync } from "fflate";
import { type FunctionsHost, startFunctionsHost } from "../../local/functionsHost/functionsHost";
import {
  APPS,
  make,
  nodeApp,
  operationsOf,
  skipped,
  temporaryFolder,
  type Operation,
} from "../support/functionApps";

const folder = temporaryFolder();

describe("the operations of a template", () => {
  test.each([
    ["items", ["src/functions/items.js", "src/functions/files.js"]],
    ["modules", ["index.js"]],
  ])(
    "of %s respond on the local Functions host, by just these methods, paths and keys",
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

  test("are of the function that the host tries first, where two have one path to Swagger", async () => {
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
    expect(report.added.map(({ route, function: name }) => `${route} ${name}`)).toEqual([
      "/api/items/{name} byName",
      "/api/items all",
      "/api/ITEMS/{first}/{second} some",
      "/api/notes/{id} notes",
      "/api/notes allNotes",
    ]);
    expect(report.skipped).toEqual([
      skipped("byNumber", takenBy("GET /api/Items/{number}", "byName")),
      skipped("some", takenBy("GET /api/ITEMS/{first}", "byName")),
      skipped("notes", takenBy("GET /api/notes", "allNotes")),
    ]);
    const { address } = await served(app, ["index.js"]);
    for (const { route, function: name } of report.added) {
      const response = await fetch(`${address}${route.replaceAll(/\{\w+\}/g, "7")}`);
      expect(await response.text()).toBe(name);
    }
  });
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

/** A path with values that its parameters' types take. */
function filledPath(path: string, parameters: Operation["parameters"]): string {
  return parameters.reduce((filled, { name, type, ...rest }) => {
    const text = "format" in rest && rest.format === "uuid" ? "0".repeat(32) : "may";
    return filled.replace(`{${name}}`, type === "integer" ? "7" : text);
  }, path);
}

function takenBy(operation: string, taker: string): string {
  return `takes ${operation}, which to Swagger 2.0 is an operation of "${taker}"`;
}
