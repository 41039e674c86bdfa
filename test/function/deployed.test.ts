import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { projectFolder } from "../support/projectFolder";
import { requireWholeConnector } from "../../connector/definition/requireWholeConnector";
import { functionNamesOf } from "../../function/functionNames";
import { thisConnector } from "../../function/thisConnector";

const { operations, queueWorkers } = thisConnector;

const FUNCTION_DIRECTORY = join(projectFolder, "function");

/** What @azure/functions registers with its runtime. */
interface Registration {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const inherited = process.env;
afterEach(() => {
  process.env = inherited;
  jest.resetModules();
});

/** What the app registers when it is loaded with some settings. */
function registeredWith(env: Record<string, string>): Registration[] {
  process.env = { ...inherited, ...env };
  const registered: Registration[] = [];
  jest.isolateModules(() => {
    // The module that Azure's worker resolves this name to; no package contains it.
    const core = {
      registerFunction: (registration: Registration) => registered.push(registration),
      setProgrammingModel: () => undefined,
    };
    jest.doMock("@azure/functions-core", () => core, { virtual: true });
    jest.requireActual("../../function/index");
  });
  return registered;
}

/** The trigger binding of each function, by the function's name. */
function triggersOf(registered: readonly Registration[]): Map<string, Record<string, unknown>> {
  return new Map(
    registered.map(({ name, bindings }) => {
      const trigger = Object.values(bindings).find(({ type }) => String(type).endsWith("Trigger"));
      return [name, trigger ?? {}];
    }),
  );
}

/** The packages among a bundle's sources. */
function packagesOf(inputs: object): Set<string | undefined> {
  const paths = Object.keys(inputs).filter((path) => path.includes("node_modules/"));
  return new Set(paths.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]));
}

describe("the app registers", () => {
  test("every operation by its contract: behind the key, or open where the address is signed", () => {
    const http = [...triggersOf(registeredWith({}))].filter(
      ([, { type }]) => type === "httpTrigger",
    );
    expect(
      http.map(([name, { route, methods, authLevel }]) => [name, route, methods, authLevel]),
    ).toEqual([
      ...operations.map(({ contract: { operationId, functionName, route, method, access } }) => [
        functionName ?? operationId,
        route,
        [method],
        access === "signature" ? "anonymous" : "function",
      ]),
      ["ConnectorDefinition", "apiDefinition.swagger.json", ["GET"], "anonymous"],
      ["ConnectorIcon", "icon.png", ["GET"], "anonymous"],
    ]);
  });

  test("exactly the functions that a deployment waits for", () => {
    const names = registeredWith({}).map(({ name }) => name);
    expect(functionNamesOf(thisConnector)).toEqual(names);
  });

  test("every worker on its queue, in the app's own storage", () => {
    const queue = [...triggersOf(registeredWith({}))].filter(
      ([, { type }]) => type === "queueTrigger",
    );
    expect(queue.map(([name, { queueName, connection }]) => [name, queueName, connection])).toEqual(
      queueWorkers.map(({ name, queueName }) => [name, queueName, "AzureWebJobsStorage"]),
    );
  });

  test("a connector that can be deployed", () => {
    expect(() => requireWholeConnector(thisConnector)).not.toThrow();
  });

  test("the operations openly when it checks credentials itself, or needs none", () => {
    const basic = {
      CONNECTOR_AUTH: "basic",
      CONNECTOR_BASIC_USER_NAME: "maker",
      CONNECTOR_BASIC_PASSWORD: "secret",
    };
    for (const env of [{ CONNECTOR_AUTH: "none" }, basic]) {
      // Triggers of queues have no level.
      const levels = [...triggersOf(registeredWith(env)).values()].flatMap(
        ({ authLevel = [] }) => authLevel,
      );
      expect(new Set(levels)).toEqual(new Set(["anonymous"]));
    }
  });

  test("nothing when its settings are incomplete", () => {
    expect(() => registeredWith({ CONNECTOR_AUTH: "basic" })).toThrow(
      "The app setting CONNECTOR_BASIC_USER_NAME is not set, which auth basic needs.",
    );
  });
});

describe("host.json", () => {
  const hostJson = JSON.parse(readFileSync(join(FUNCTION_DIRECTORY, "host.json"), "utf8"));

  test("brings the bundle that the queue triggers are in, and keeps the default route prefix", () => {
    expect(hostJson).toMatchObject({
      version: "2.0",
      extensionBundle: {
        id: "Microsoft.Azure.Functions.ExtensionBundle",
        version: "[4.*, 5.0.0)",
      },
    });
    expect(hostJson.extensions).not.toHaveProperty("http");
  });

  test("lets a message that failed rest, so that a short failure does not use up its attempts", () => {
    expect(hostJson.extensions.queues).toMatchObject({
      visibilityTimeout: "00:00:15",
      maxDequeueCount: 40,
    });
  });
});

describe("the app's code", () => {
  const bundle = async (entryPoint: string, external: string[]) => {
    const { metafile } = await build({
      entryPoints: [join(FUNCTION_DIRECTORY, entryPoint)],
      bundle: true,
      platform: "node",
      format: "cjs",
      external,
      write: false,
      metafile: true,
      logLevel: "silent",
      outdir: "unwritten",
    });
    return metafile;
  };

  const ENTRY_POINTS = [
    "index.ts",
    "longRunning/longRunningOperation.ts",
    "polling/pollingTrigger.ts",
    "webhook/webhookTrigger.ts",
  ];

  test("is made of @azure/functions and valibot; its other libraries are loaded on demand", async () => {
    const used = new Set<string>();
    for (const entryPoint of ENTRY_POINTS) {
      const { inputs, outputs } = await bundle(entryPoint, [
        "@azure/functions-core",
        "../libraries/*",
      ]);
      const allowed = ["@azure/functions", "@azure/functions-extensions-base", "cookie", "valibot"];
      expect(allowed).toEqual(expect.arrayContaining([...packagesOf(inputs)]));
      for (const { path, kind } of Object.values(outputs).flatMap(({ imports }) => imports)) {
        if (path.startsWith("..")) used.add(`${kind} ${path}`);
      }
    }
    expect(used).toEqual(
      new Set([
        "dynamic-import ../libraries/addresses",
        "dynamic-import ../libraries/storage",
        "dynamic-import ../libraries/tokens",
      ]),
    );
  });

  test("touches no files and starts no processes", async () => {
    const { outputs } = await bundle("index.ts", ["@azure/functions-core", "../libraries/*"]);
    const paths = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
    expect(paths).toContain("node:crypto");
    expect(paths.filter((path) => /^(node:)?(fs|child_process|worker_threads)/.test(path))).toEqual(
      [],
    );
  });

  test.each<[string, string[], string[]]>([
    ["addresses", ["ipaddr.js"], []],
    [
      "storage",
      ["@azure/data-tables", "@azure/identity", "@azure/storage-queue"],
      ["storage/tryTimeout"],
    ],
    ["tokens", ["jose"], []],
  ])("has the library %s in a file by itself", async (library, packages, sources) => {
    const { inputs } = await bundle(`libraries/${library}.ts`, []);
    const own = Object.keys(inputs).filter((path) => !path.includes("node_modules/"));
    expect(own).toEqual(
      [...sources, `libraries/${library}`].map((source) => `function/${source}.ts`),
    );
    expect([...packagesOf(inputs)]).toEqual(expect.arrayContaining(packages));
  });

  test("still classifies addresses when its library is bundled", async () => {
    const { outputFiles } = await build({
      entryPoints: [join(FUNCTION_DIRECTORY, "libraries", "addresses.ts")],
      bundle: true,
      platform: "node",
      format: "cjs",
      minify: true,
      write: false,
      logLevel: "silent",
    });
    const [file] = outputFiles;
    const module = { exports: {} as { ipaddr: typeof import("ipaddr.js") } };
    runInNewContext(file?.text ?? "", { module });
    const { ipaddr } = module.exports;
    expect(ipaddr.process("::ffff:10.0.0.1").range()).toBe("private");
    expect(ipaddr.process("2603:1020::1")).toBeInstanceOf(ipaddr.IPv6);
  });

  test("has no library besides these", () => {
    expect(readdirSync(join(FUNCTION_DIRECTORY, "libraries"))).toEqual([
      "addresses.ts",
      "storage.ts",
      "tokens.ts",
    ]);
  });
});
