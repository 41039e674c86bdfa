import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LINT_CONFIG_FILE } from "../../../toolkit/lint/config/readLintConfig";
import { lintPaths } from "../../../toolkit/lint/lintPaths";
import { connectorsAt, readConnector } from "../../../toolkit/lint/readConnector";
import {
  cleanConnector,
  FILE_NAMES,
  writeCleanConnector,
} from "../../fixtures/lint/cleanConnector";

const folder = mkdtempSync(join(tmpdir(), "lint-folders-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes files into a new folder, texts by their path. */
function write(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  mkdirSync(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** A definition that has one warning for deployment. */
const DEFINITION = JSON.stringify(cleanConnector().definition).replaceAll("GetStatus", "getStatus");
const PLACE = "$.paths['/status'].get.operationId";
const ignoring = (path: string) =>
  `ignore: [{rule: operation-id-case, path: "${path}", reason: Published.}]`;

describe("a folder of connectors", () => {
  const root = write("many", {
    "b/apiDefinition.swagger.json": DEFINITION,
    "b/inside/apiDefinition.swagger.json": DEFINITION,
    "a/deep/er/APIProperties.json": "{}",
    "node_modules/x/apiProperties.json": "{}",
    ".hidden/apiProperties.json": "{}",
    "empty/notes.txt": "",
  });
  symlinkSync(root, join(root, "empty", "again"));

  test("is descended into, but not into a connector, node_modules, dot folders and links", () => {
    expect(connectorsAt(root)).toEqual([join(root, "a", "deep", "er"), join(root, "b")]);
    expect(connectorsAt(join(root, "b"))).toEqual([join(root, "b")]);
  });

  test("has findings by the path of each file", async () => {
    const { checked, findings } = await lintPaths([root], {});
    expect(checked.map(({ path }) => path)).toEqual(connectorsAt(root));
    expect(new Set(findings.map(({ file }) => file))).toEqual(
      new Set([
        join(root, "a", "deep", "er", "APIProperties.json"),
        join(root, "b", "apiDefinition.swagger.json"),
      ]),
    );
  });

  test("is an error where there is no connector, or it is too far down", () => {
    const path = [...Array.from({ length: 9 }, () => "x"), "apiProperties.json"].join("/");
    for (const name of [write("far", { [path]: "{}" }), join(root, "empty")]) {
      expect(() => connectorsAt(name)).toThrow(`${name} does not contain a connector`);
    }
  });
});

describe("a configuration", () => {
  test("in a connector's folder is for that connector", async () => {
    const root = write("configured", {
      "one/apiDefinition.swagger.json": DEFINITION,
      [`one/${LINT_CONFIG_FILE}`]: ignoring(PLACE),
      "two/apiDefinition.swagger.json": DEFINITION,
    });
    const { checked, findings } = await lintPaths([root], {});
    expect(checked.map(({ ignored }) => ignored.length)).toEqual([1, 0]);
    expect(findings.map(({ file }) => file)).toEqual([
      join(root, "two", "apiDefinition.swagger.json"),
    ]);
  });

  test("is also for one file of the folder, where all else may be ignored for other files", async () => {
    const root = write("single", {
      "apiDefinition.swagger.json": DEFINITION,
      [LINT_CONFIG_FILE]: `${ignoring(PLACE).slice(0, -1)}, {rule: secret, path: $, reason: x}]`,
    });
    const one = await lintPaths([join(root, "apiDefinition.swagger.json")], {});
    expect(one.findings).toEqual([]);
    const all = await lintPaths([root], {});
    expect(all.findings.map(({ rule, file }) => [rule, file])).toEqual([
      ["ignore-unused", join(root, LINT_CONFIG_FILE)],
    ]);
  });

  test("that is named is for all connectors, in place of their own", async () => {
    const root = write("shared", {
      "one/apiDefinition.swagger.json": DEFINITION,
      [`one/${LINT_CONFIG_FILE}`]: "rules: {no-such-rule: off}",
      "two/apiDefinition.swagger.json": DEFINITION.replaceAll("getStatus", "GetStatus"),
      "lint.yaml": ignoring(PLACE),
    });
    const configFile = join(root, "lint.yaml");
    expect((await lintPaths([root], { configFile })).findings).toEqual([]);
    await expect(lintPaths([root], {})).rejects.toThrow('The rule "no-such-rule" does not exist.');
  });
});

test("a file is taken for what its name says, and for a definition otherwise", () => {
  const clean = join(folder, "clean");
  writeCleanConnector(clean);
  const partsOf = (name: string) => Object.keys(readConnector(join(clean, name)).files);
  expect(partsOf("apiProperties.json")).toEqual(["properties"]);
  expect(partsOf("icon.png")).toEqual(["icon"]);
  writeFileSync(join(clean, "other.yaml"), "");
  expect(partsOf("other.yaml")).toEqual(["definition"]);
  expect(readConnector(clean)).toMatchObject({
    isWhole: true,
    fileNames: [...FILE_NAMES, "other.yaml"].toSorted(),
  });
});

test.each(["apiDefinition.swagger.json", "README.md"])(
  "%s that is not UTF-8 is an error",
  (name) => {
    const latin = write(`latin ${name}`, { "apiProperties.json": "{}" });
    writeFileSync(join(latin, name), Buffer.from('{"x":"Für"}', "latin1"));
    expect(() => readConnector(latin)).toThrow(
      `${join(latin, name)} is not UTF-8; save it as UTF-8.`,
    );
  },
);

test("a path that is not a file or folder is an error", () => {
  const device = process.platform === "win32" ? "NUL" : "/dev/zero";
  expect(() => readConnector(device)).toThrow(`${device} is not a file.`);
  expect(() => connectorsAt(join(folder, "x"))).toThrow(/^Cannot find .*x\. Give the path/);
});
