import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { startLocalStack, type LocalStack } from "../support/localStack";
import { OwnProject, type Ran } from "./ownProject";

// Here and not with init's other tests: init replaces the example, and this test goes with it.

let project: OwnProject;
beforeAll(() => {
  project = new OwnProject();
  project.write("Pulumi.ada.yaml", "config:\n  turbine-repair:location: westus\n  aws:region: x\n");
  project.commit("Add a stack");
});
afterAll(() => project.remove());

describe("init refuses, and changes nothing", () => {
  test.each([
    ["x", "3 to 30 English letters"],
    ["Fuel_Quote", "3 to 30 English letters"],
    ["2nd Quote", "beginning with a letter"],
    ["Fuel API", 'The title contains "API"'],
    ["Polling", "The folder function/polling is there already"],
    ["Quotes for Every Heavy Fuel", "Give one with --project NAME"],
  ])("the title %s", (title, message) => {
    expect(project.init(title)).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining(message),
    });
  });

  test("changes that are not committed", () => {
    project.write("README.md", "mine");
    project.write("notes.txt", "mine");
    const { status, stderr } = project.init("Fuel Quote");
    project.git("checkout", "--quiet", ".");
    project.git("clean", "--quiet", "--force");
    expect(status).toBe(1);
    expect(stderr).toContain(
      "There are uncommitted changes (README.md, notes.txt). Commit or stash them",
    );
  });

  test("a colour that icons may not have", () => {
    expect(project.init("Fuel Quote", "--color", "#ffffff").stderr).toContain("six hex digits");
  });
});

describe("a project made one's own by init", () => {
  let done: Ran;
  let stack: LocalStack;
  beforeAll(async () => {
    done = project.init("Fuel Quote", "--json");
    project.commit("Make it mine");
    stack = await startLocalStack({ folder: project.folder });
  }, 600_000);
  afterAll(async () => {
    await stack?.stop();
  });

  test("is told what was done", () => {
    const { status, stdout, stderr } = done;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { removed, written } = JSON.parse(stdout) as { removed: string[]; written: string[] };
    expect(removed.filter((path) => existsSync(join(project.folder, path)))).toEqual([]);
    expect(written.filter((path) => !existsSync(join(project.folder, path)))).toEqual([]);
  });

  test("has nothing of the example in its code, its tests, its settings and its documents", () => {
    const files = project.git("ls-files").split("\n");
    const named = files.filter((path) => /turbine|calculateCosts/i.test(path));
    const telling = files
      .filter((path) => /\.(ts|js|html|css|ya?ml|json|svg|md)$/.test(path))
      .filter((path) => /turbine|calculateCosts/i.test(project.read(path)));
    expect({ named, telling }).toEqual({ named: [], telling: [] });
  });

  test("has its own names where a name counts", () => {
    expect(project.read("Pulumi.yaml")).toMatch(/^name: fuel-quote$/m);
    expect(project.read("Pulumi.yaml")).not.toMatch(/^template:/m);
    expect(project.read("Pulumi.ada.yaml")).toBe(
      "config:\n  fuel-quote:location: westus\n  aws:region: x\n",
    );
    expect(JSON.parse(project.read("package.json"))).toHaveProperty("name", "fuel-quote");
    expect(JSON.parse(project.read("package-lock.json"))).toMatchObject({
      name: "fuel-quote",
      packages: { "": { name: "fuel-quote" } },
    });
    expect(project.read("README.md")).toMatch(/^# Fuel Quote\n/);
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
      const out = join(project.folder, "dist", variant);
      const made = project.connector(
        "package",
        "--host",
        "a.b",
        "--variant",
        variant,
        "--out",
        out,
      );
      expect(made).toMatchObject({ status: 0, stderr: "" });
      const { findings } = JSON.parse(project.connector("lint", "--json", out).stdout) as {
        findings: { rule: string }[];
      };
      return [variant, [...new Set(findings.map(({ rule }) => rule))]];
    });
    expect(Object.fromEntries(variants)).toEqual({
      deploy: [],
      certify: ["placeholder-address", "placeholder-company"],
    });
  });

  test("passes its own checks and the tests of its operation and its documents", () => {
    const tests = ["test/fuelQuote", "test/connector", "test/[^/]*.test.ts"];
    expect(project.test(...tests)).toEqual({ status: 0, failed: "" });
  }, 900_000);

  test("is not initialized twice", () => {
    expect(project.init("Other Quote").stderr).toContain('This project is "Fuel Quote" already');
  });
});
