import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
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
  });

  test("with a mistake is a finding, once, and the other connectors are checked", async () => {
    const root = write("mistaken", {
      "one/apiDefinition.swagger.json": DEFINITION,
      "one/apiProperties.json": "{}",
      [`one/${LINT_CONFIG_FILE}`]: "rules:\n  no-such-rule: off",
      "two/apiDefinition.swagger.json": DEFINITION,
      "three/apiDefinition.swagger.json": DEFINITION,
    });
    const file = join(root, "three", LINT_CONFIG_FILE);
    writeFileSync(file, Buffer.from("# für", "latin1"));
    const ofOne = ["apiDefinition.swagger.json", "apiProperties.json"].map((name) =>
      join(root, "one", name),
    );
    const { checked, findings } = await lintPaths(
      [...ofOne, join(root, "two"), join(root, "three")],
      {
        rulesOff: ["configuration-structure", "source-unreadable"],
      },
    );
    expect(checked).toHaveLength(4);
    expect(findings.map(({ rule }) => rule)).toEqual([
      "operation-id-case",
      "configuration-structure",
      "source-unreadable",
    ]);
    expect(findings[1]).toEqual({
      severity: "error",
      rule: "configuration-structure",
      file: join(root, "one", LINT_CONFIG_FILE),
      path: "$.rules['no-such-rule']",
      line: 2,
      column: 3,
      message: 'The rule "no-such-rule" does not exist. List the rules with lint --rules.',
      fix: "Correct the configuration at this place, then check the connector again.",
    });
    expect(findings[2]).toMatchObject({ severity: "error", file });
  });

  test("with a mistake that is for all connectors is an error", async () => {
    const root = write("mistaken for all", { "apiProperties.json": "{}", "lint.yaml": "rules: [" });
    const configFile = join(root, "lint.yaml");
    await expect(lintPaths([root], { configFile })).rejects.toThrow(
      `${configFile}, line 1, column 9: The text is not valid YAML`,
    );
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

test.each(["apiProperties.json", "README.md"])(
  "%s that is not UTF-8 is a finding, and the other files and connectors are checked",
  async (name) => {
    const root = write(`latin ${name}`, {
      "a/apiDefinition.swagger.json": DEFINITION,
      "b/apiDefinition.swagger.json": DEFINITION,
    });
    writeFileSync(join(root, "a", name), Buffer.from('{"x":"Für"}', "latin1"));
    const { checked, findings } = await lintPaths([root], { rulesOff: ["source-unreadable"] });
    expect(checked).toHaveLength(2);
    // What the folder lacks cannot be told from what was not read.
    expect(findings.map(({ file, rule }) => `${relative(root, file)} ${rule}`)).toEqual([
      `${join("a", name)} source-unreadable`,
      `${join("a", "apiDefinition.swagger.json")} operation-id-case`,
      `${join("b", "apiDefinition.swagger.json")} operation-id-case`,
    ]);
    expect(findings[0]).toEqual({
      severity: "error",
      rule: "source-unreadable",
      file: join(root, "a", name),
      path: "$",
      line: 1,
      column: 1,
      message: "The file is not UTF-8; save it as UTF-8.",
      fix: "Save texts as UTF-8, and make sure that you may read the file.",
    });
  },
);

test("a file of a connector that is none, or is too large, is a finding", async () => {
  const root = write("odd", { "apiDefinition.swagger.json": DEFINITION, "icon.png": "" });
  truncateSync(join(root, "icon.png"), 20_000_001);
  symlinkSync(join(root, "nowhere.md"), join(root, "README.md"));
  const { findings } = await lintPaths([root], {});
  expect(
    findings.flatMap(({ rule, message }) => (rule === "source-unreadable" ? message : [])),
  ).toEqual([
    "The file has 20000001 bytes. Expected a connector's file, of at most 20000000 bytes.",
    "The file cannot be found. Give the path of a file or folder that exists.",
  ]);
  const device = process.platform === "win32" ? "NUL" : "/dev/zero";
  expect((await lintPaths([device], {})).findings).toMatchObject([
    {
      rule: "source-unreadable",
      message: "The file is no regular file. Expected one, or a folder.",
    },
  ]);
});

test("a path where nothing is is an error", () => {
  const path = join(folder, "x");
  expect(() => connectorsAt(path)).toThrow(`${path} cannot be found. Give the path of a file`);
});
