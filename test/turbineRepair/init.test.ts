import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startLocalStack, type LocalStack } from "../support/localStack";
import { copyProject, type ProjectCopy } from "../support/projectCopy";
import { projectFolder } from "../support/projectFolder";

// Here and not with init's other tests: what init replaces is the example, and this goes with it.

let copy: ProjectCopy;

beforeAll(() => {
  copy = copyProject();
  symlinkSync(join(projectFolder, "node_modules"), join(copy.folder, "node_modules"), "junction");
  writeFileSync(
    join(copy.folder, "Pulumi.ada.yaml"),
    "config:\n  turbine-repair:location: westus\n  aws:region: x\n",
  );
  git("init", "--quiet");
  commit("Start");
});
afterAll(() => copy.remove());

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: copy.folder, encoding: "utf8" });
}

function commit(message: string): void {
  git("add", "--all");
  const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  git(...author, "commit", "--quiet", "--message", message);
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy.folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

function init(...args: string[]) {
  return run("--require", "tsx/cjs", "connector/init/main.ts", ...args);
}

function connector(...args: string[]) {
  return run("--require", "tsx/cjs", "connector/main.ts", ...args);
}

function read(path: string): string {
  return readFileSync(join(copy.folder, path), "utf8");
}

describe("init refuses, and changes nothing", () => {
  test.each([
    ["x", "3 to 30 English letters"],
    ["Fuel_Quote", "3 to 30 English letters"],
    ["2nd Quote", "beginning with a letter"],
    ["Fuel API", 'The title contains "API"'],
    ["Contract", "The folder function/contract is there already"],
    ["Quotes for Every Heavy Fuel", "Give one with --project NAME"],
  ])("the title %s", (title, message) => {
    expect(init(title)).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining(message),
    });
  });

  test("changes that are not committed", () => {
    writeFileSync(join(copy.folder, "notes.txt"), "mine");
    const { status, stderr } = init("Fuel Quote");
    git("clean", "--quiet", "--force");
    expect(status).toBe(1);
    expect(stderr).toContain("There are uncommitted changes (notes.txt). Commit or stash them");
  });

  test("a colour that icons may not have", () => {
    expect(init("Fuel Quote", "--color", "#ffffff").stderr).toContain("six hex digits");
  });
});

describe("a project made one's own by init", () => {
  let done: ReturnType<typeof init>;
  let stack: LocalStack;
  beforeAll(async () => {
    done = init("Fuel Quote", "--json");
    commit("Make it mine");
    stack = await startLocalStack({ folder: copy.folder });
  }, 600_000);
  afterAll(async () => {
    await stack?.stop();
  });

  test("is told what was done", () => {
    const { status, stdout, stderr } = done;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { removed, written } = JSON.parse(stdout) as { removed: string[]; written: string[] };
    expect(removed.filter((path) => existsSync(join(copy.folder, path)))).toEqual([]);
    expect(written.filter((path) => !existsSync(join(copy.folder, path)))).toEqual([]);
  });

  test("has nothing of the example in its code, its tests, its settings and its documents", () => {
    const files = git("ls-files").split("\n");
    const named = files.filter((path) => /turbine|calculateCosts/i.test(path));
    const telling = files
      .filter((path) => /\.(ts|js|html|css|ya?ml|json|svg|md)$/.test(path))
      .filter((path) => /turbine|calculateCosts/i.test(read(path)));
    expect({ named, telling }).toEqual({ named: [], telling: [] });
  });

  test("has its own names where a name counts", () => {
    expect(read("Pulumi.yaml")).toMatch(/^name: fuel-quote$/m);
    expect(read("Pulumi.yaml")).not.toMatch(/^template:/m);
    expect(read("Pulumi.ada.yaml")).toBe(
      "config:\n  fuel-quote:location: westus\n  aws:region: x\n",
    );
    expect(JSON.parse(read("package.json"))).toHaveProperty("name", "fuel-quote");
    expect(JSON.parse(read("package-lock.json"))).toMatchObject({
      name: "fuel-quote",
      packages: { "": { name: "fuel-quote" } },
    });
    expect(read("README.md")).toMatch(/^# Fuel Quote\n/);
  });

  test("runs on this machine, and its printed curl line greets", () => {
    const body = execFileSync("/bin/sh", ["-c", stack.curl ?? ""], { encoding: "utf8" });
    expect(JSON.parse(body)).toEqual({ greeting: "Hello, Ada!" });
  });

  test("publishes its own definition", async () => {
    const published = await (await fetch(stack.definitionUrl)).json();
    expect(published).toMatchObject({
      info: { title: "Fuel Quote" },
      paths: { "/api/hello": { post: { operationId: "SayHello" } } },
    });
    expect(Object.keys((published as { paths: object }).paths)).toEqual(["/api/hello"]);
  });

  test("has packages in both variants, and lint names only what the publisher alone can fill in", () => {
    const variants = ["deploy", "certify"].map((variant) => {
      const out = join(copy.folder, "dist", variant);
      const made = connector("package", "--host", "a.b", "--variant", variant, "--out", out);
      expect(made).toMatchObject({ status: 0, stderr: "" });
      const { findings } = JSON.parse(connector("lint", "--json", out).stdout) as {
        findings: { rule: string }[];
      };
      return [variant, [...new Set(findings.map(({ rule }) => rule))]];
    });
    expect(Object.fromEntries(variants)).toEqual({
      deploy: [],
      certify: ["placeholder-address", "placeholder-company"],
    });
  });

  test("passes its own checks and the tests of its rooms", () => {
    const jest = join(projectFolder, "node_modules", "jest", "bin", "jest.js");
    const folders = ["test/fuelQuote", "test/function", "test/connector", "test/[^/]*.test.ts"];
    const { status, stderr } = run(jest, "--maxWorkers=1", ...folders);
    expect({ status, failed: status === 0 ? "" : stderr }).toEqual({ status: 0, failed: "" });
  }, 900_000);

  test("is not initialized twice", () => {
    expect(init("Other Quote").stderr).toContain('This project is "Fuel Quote" already');
  });
});
