import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
// Only this form gives the module itself, whose functions a test can replace.
import fs = require("node:fs");
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { unzipSync } from "fflate";
import { buildPackage, type Package } from "../../infra/package";
import { projectFolder } from "../support/projectFolder";

const maximumZipBytes = 350_000;
/** What every start of the app reads, zipped: its code without the libraries that are loaded later. */
const maximumAppBytes = 45_000;

const temporary = fs.mkdtempSync(join(tmpdir(), "package-test-"));
afterAll(() => fs.rmSync(temporary, { recursive: true }));
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

function newFolder(): string {
  return fs.mkdtempSync(join(temporary, "folder-"));
}

/** A connector of one operation, as function/thisConnector.ts registers it. */
const registration = `
  import * as v from "valibot";
  import { operation } from "./contract/operation";
  const contract = {
    operationId: "Greet",
    route: "greetings",
    method: "POST",
    access: "credential",
    request: { body: { schema: v.object({ name: v.string() }) } },
    response: { schema: v.object({ text: v.string() }) },
  };
  const greet = operation(contract, ({ body }) => ({ jsonBody: { text: "Hello, " + body.name } }));
  export const thisConnector = { operations: [greet], queueWorkers: [] };
`;

/**
 * A copy of the sources, deeper in another tree, that finds its libraries two folders up. It serves a
 * connector of its own.
 */
function copySources(): string {
  const folder = newFolder();
  fs.symlinkSync(join(projectFolder, "node_modules"), join(folder, "node_modules"), "junction");
  const copy = join(folder, "deep", "function");
  fs.cpSync(join(projectFolder, "function"), copy, { recursive: true });
  fs.writeFileSync(join(copy, "thisConnector.ts"), registration);
  return copy;
}

const functionDirectory = copySources();

function edit(file: string, change: (text: string) => string): void {
  fs.writeFileSync(file, change(fs.readFileSync(file, "utf8")));
}

function sha256Of(path: string): string {
  return createHash("sha256").update(fs.readFileSync(path)).digest("hex");
}

function unpack({ path }: Package): string {
  const folder = newFolder();
  for (const [name, bytes] of Object.entries(unzipSync(fs.readFileSync(path)))) {
    fs.mkdirSync(dirname(join(folder, name)), { recursive: true });
    fs.writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

/** Loads the package as the Functions worker does, which alone knows @azure/functions-core, and calls its operation Greet. */
const workerScript = `
  const Module = require("node:module");
  const load = Module._load;
  const functions = {};
  const core = {
    Disposable: class {},
    registerFunction: ({ name }, handler) => { functions[name] = handler; },
    setProgrammingModel: () => {},
  };
  Module._load = (name, ...rest) => (name === "@azure/functions-core" ? core : load(name, ...rest));
  const folder = process.argv[1];
  require(folder + "/" + JSON.parse(require("node:fs").readFileSync(folder + "/package.json")).main);
  const init = { method: "POST", body: '{"name":"Ada"}' };
  const request = new Request("http://127.0.0.1/", init);
  Object.assign(request, { params: {}, query: new URLSearchParams() });
  functions.Greet(request, {}).then(({ jsonBody }) =>
    console.log(JSON.stringify({ jsonBody, loaded: Object.keys(require.cache) })));
`;

function runInWorker(folder: string): { stdout: string; stderr: string } {
  return spawnSync(process.execPath, ["-e", workerScript, folder], { encoding: "utf8" });
}

describe("the function app's package", () => {
  const built = buildPackage({ functionDirectory, outputDirectory: newFolder() });
  const files = unzipSync(fs.readFileSync(built.path));

  test("holds these files only", () => {
    expect(Object.keys(files)).toEqual([
      "dist/app.js",
      "dist/app.js.map",
      "dist/main.js",
      "host.json",
      "libraries/addresses.js",
      "libraries/storage.js",
      "libraries/tokens.js",
      "package.json",
    ]);
    expect(JSON.parse(Buffer.from(files["package.json"] ?? "").toString())).toEqual({
      main: "dist/main.js",
    });
    expect(Buffer.from(files["host.json"] ?? "")).toEqual(
      fs.readFileSync(join(functionDirectory, "host.json")),
    );
  });

  test("is named after its bytes, and is small", () => {
    expect(basename(built.path)).toBe(`${built.sha256}.zip`);
    expect(sha256Of(built.path)).toBe(built.sha256);
    expect(fs.statSync(built.path).size).toBeLessThan(maximumZipBytes);
    expect(deflateRawSync(files["dist/app.js"] ?? "").length).toBeLessThan(maximumAppBytes);
  });

  test("loads nothing but itself, and responds", () => {
    const folder = fs.realpathSync(unpack(built));
    const { stdout, stderr } = runInWorker(folder);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      jsonBody: { text: "Hello, Ada" },
      loaded: [join(folder, "dist", "main.js"), join(folder, "dist", "app.js")],
    });
  });

  test("traces an error back to the line of its source", () => {
    const copy = copySources();
    edit(join(copy, "thisConnector.ts"), (text) => `\n\nthrow new Error("torn");${text}`);
    const folder = unpack(buildPackage({ functionDirectory: copy, outputDirectory: newFolder() }));
    expect(runInWorker(folder).stderr).toMatch(/^Error: torn\n +at .*thisConnector\.ts:3:7\b/m);
  });
});

describe("the package is the same", () => {
  const { sha256 } = buildPackage({ functionDirectory, outputDirectory: newFolder() });

  test("at any time, and with sources of any age", () => {
    const copy = copySources();
    const future = new Date("2071-07-01T12:00:00Z");
    for (const file of fs.readdirSync(copy, { recursive: true, encoding: "utf8" })) {
      fs.utimesSync(join(copy, file), future, future);
    }
    jest.useFakeTimers({ now: future });
    const outputDirectory = newFolder();
    expect(buildPackage({ functionDirectory: copy, outputDirectory }).sha256).toBe(sha256);
  });

  test("in any folder, time zone and working directory, without the project around it", () => {
    const script = `
      const { buildPackage } = require(${JSON.stringify(join(projectFolder, "infra", "package"))});
      const [, functionDirectory, outputDirectory] = process.argv;
      console.log(buildPackage({ functionDirectory, outputDirectory }).sha256);
    `;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        "--require",
        require.resolve("tsx/cjs"),
        "-e",
        script,
        copySources(),
        join(newFolder(), "new", "dist"),
      ],
      { encoding: "utf8", cwd: temporary, env: { ...process.env, TZ: "Pacific/Auckland" } },
    );
    expect({ stdout, stderr }).toEqual({ stdout: `${sha256}\n`, stderr: "" });
  });

  test("until a line of its sources changes", () => {
    const copy = copySources();
    edit(join(copy, "thisConnector.ts"), (text) => text.replace("Hello", "Welcome"));
    const changed = buildPackage({ functionDirectory: copy, outputDirectory: newFolder() });
    expect(changed.sha256).not.toBe(sha256);
  });

  test("until a setting of its host changes", () => {
    const copy = copySources();
    edit(join(copy, "host.json"), (text) => text.replace("}", ', "functionTimeout": "00:01:00" }'));
    const changed = buildPackage({ functionDirectory: copy, outputDirectory: newFolder() });
    expect(changed.sha256).not.toBe(sha256);
  });
});

describe("writing the package", () => {
  test("is left out when it is there already", () => {
    const outputDirectory = newFolder();
    const first = buildPackage({ functionDirectory, outputDirectory });
    const write = jest.spyOn(fs, "writeFileSync");
    expect(buildPackage({ functionDirectory, outputDirectory })).toEqual(first);
    expect(write).not.toHaveBeenCalled();
  });

  test("by two at the same time shows neither half a file, and leaves one", () => {
    const outputDirectory = newFolder();
    const shown: string[] = [];
    jest.spyOn(fs, "writeFileSync").mockImplementationOnce((path, bytes) => {
      if (!ArrayBuffer.isView(bytes)) throw new TypeError("The package is not written as bytes.");
      const file = fs.openSync(String(path), "w");
      fs.writeSync(file, bytes, 0, 1000);
      // The other one begins and ends while this one has written the half.
      shown.push(sha256Of(buildPackage({ functionDirectory, outputDirectory }).path));
      fs.writeSync(file, bytes, 1000);
      fs.closeSync(file);
    });
    const { sha256, path } = buildPackage({ functionDirectory, outputDirectory });
    expect([...shown, sha256Of(path)]).toEqual([sha256, sha256]);
    expect(fs.readdirSync(outputDirectory)).toEqual([`${sha256}.zip`]);
  });

  test("is left out when the sources have a mistake, whose place is reported", () => {
    const copy = copySources();
    edit(join(copy, "http", "handler.ts"), (text) => `const = 1;\n${text}`);
    const outputDirectory = join(newFolder(), "dist");
    expect(() => buildPackage({ functionDirectory: copy, outputDirectory })).toThrow(
      /http\/handler\.ts:1:6: ERROR: Expected identifier/,
    );
    expect(fs.existsSync(outputDirectory)).toBe(false);
  });
});
