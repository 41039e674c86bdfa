import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseLintConfig } from "../../../toolkit/lint/config/parseLintConfig";
import { unusedIgnores } from "../../../toolkit/lint/config/unusedIgnores";
import { withRulesOff } from "../../../toolkit/lint/config/lintConfig";
import { lintDocuments } from "../../../toolkit/lint/lintDocuments";
import type { Finding } from "../../../toolkit/lint/finding";
import { UnreadableFileError } from "../../../toolkit/lint/unreadableFile";
import { cleanDefinition } from "../../fixtures/lint/cleanDefinition";
import { projectFolder } from "../../support/projectFolder";

const FILE = "care/.connectorlint.yaml";
const parse = (...lines: string[]) => parseLintConfig(lines.join("\n"), FILE);

/** A definition that is refused for its host, and advised against for two operationIds. */
const definition = JSON.parse(
  JSON.stringify({ ...cleanDefinition, host: "https://x" })
    .replaceAll('"GetStatus"', '"getStatus"')
    .replaceAll('"DeleteHook"', '"deleteHook"'),
) as object;

const lint = (...lines: string[]) =>
  lintDocuments({ definition }, { variant: "deploy", config: parse(...lines) });
const short = (findings: readonly Finding[]) =>
  findings.map(({ severity, rule, path }) => `${severity} ${rule} ${path}`);

const HOST = "error host-invalid $.host";
const DELETE = "warning operation-id-case $.paths['/hooks/{hookId}'].delete.operationId";
const STATUS = "warning operation-id-case $.paths['/status'].get.operationId";

test("a configuration that says nothing changes nothing", () => {
  for (const text of ["", "# nothing", "{}", "rules: {}\nignore: []"]) {
    const { findings, ignored } = lint(text);
    expect(short(findings)).toEqual([HOST, DELETE, STATUS]);
    expect(ignored).toEqual([]);
  }
});

test("a rule is taken off, and its findings are counted as ignored", () => {
  const { findings, ignored } = lint("rules:", "  operation-id-case: off");
  expect(short(findings)).toEqual([HOST]);
  expect(short(ignored)).toEqual([DELETE, STATUS]);
});

test("a rule has another level, also one that the platform refuses or that is off otherwise", () => {
  const { findings } = lint(
    "rules: {operation-id-case: error, host-invalid: warning, publisher-required: error}",
  );
  expect(short(findings)).toEqual([
    HOST.replace("error", "warning"),
    DELETE.replace("warning", "error"),
    STATUS.replace("warning", "error"),
  ]);
  const properties = { properties: { iconBrandColor: "#0f6e7c", connectionParameters: {} } };
  const config = parse("rules: {publisher-required: warning}");
  const result = lintDocuments({ properties }, { variant: "deploy", config });
  expect(short(result.findings)).toEqual(["warning publisher-required $.properties"]);
});

test("a place is ignored by its path, or by how its path begins", () => {
  const one = lint(
    "ignore:",
    "  - rule: operation-id-case",
    "    path: $.paths['/status'].get.operationId",
    "    reason: Published like this.",
  );
  expect(short(one.findings)).toEqual([HOST, DELETE]);
  expect(short(one.ignored)).toEqual([STATUS]);
  const many = lint("ignore: [{rule: operation-id-case, path: $.paths*, reason: Published.}]");
  expect(short(many.ignored)).toEqual([DELETE, STATUS]);
});

test("a place is ignored in the file that is named", () => {
  const secret = `ghp_${"a1B2".repeat(9)}`;
  const files = {
    readme: `# Care\n${secret}`,
    script: `class Script : ScriptBase {} // ${secret}`,
  };
  const config = parse("ignore: [{rule: secret, path: $, file: README.md, reason: A sample.}]");
  const { findings, ignored } = lintDocuments(files, { variant: "deploy", config });
  expect(findings.map(({ file }) => file)).toEqual(["script.csx"]);
  expect(ignored.map(({ file }) => file)).toEqual(["README.md"]);
});

test("what keeps a file from being read is an error all the same", () => {
  const config = parse(
    "rules: {source-syntax: off}",
    "ignore: [{rule: source-syntax, path: $, reason: x}]",
  );
  const { findings, ignored } = lintDocuments({ definition: "{" }, { config });
  expect(short(findings)).toEqual(["error source-syntax $"]);
  expect(ignored).toEqual([]);
});

describe("an ignored place where nothing is wrong", () => {
  const config = parse(
    "ignore:",
    "  - {rule: operation-id-case, path: $.paths*, reason: Published.}",
    "  - {rule: icon-missing, path: $, reason: It comes later.}",
    "  - {rule: pattern, path: $.paths*, reason: Old.}",
  );

  test("is a finding at its entry, unless its rule was not looked at", () => {
    const { ignored } = lintDocuments({ definition }, { variant: "deploy", config });
    expect(unusedIgnores(config, [{ variant: "deploy", ignored }])).toEqual([
      {
        severity: "warning",
        rule: "ignore-unused",
        file: FILE,
        path: "$.ignore[2]",
        line: 4,
        column: 5,
        message: 'There are no findings of the rule pattern at "$.paths*".',
        fix: "Remove the entry, or correct its path.",
      },
    ]);
    const certified = unusedIgnores(config, [{ variant: "certify", ignored }]);
    expect(certified.map(({ path }) => path)).toEqual(["$.ignore[1]", "$.ignore[2]"]);
  });

  test("is none where one of several connectors needs it, or its rule is off", () => {
    const { ignored } = lintDocuments({ definition }, { variant: "deploy", config });
    const checks = [
      { variant: "deploy", ignored } as const,
      { variant: "deploy", ignored: [] } as const,
    ];
    expect(unusedIgnores(config, checks)).toHaveLength(1);
    expect(unusedIgnores(withRulesOff(config, ["pattern"]), checks)).toEqual([]);
    expect(unusedIgnores(withRulesOff(config, ["ignore-unused"]), checks)).toEqual([]);
  });
});

test("the configuration in the documentation is accepted", () => {
  const page = readFileSync(join(projectFolder, "docs", "lint.md"), "utf8");
  const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const config = parse(example);
  expect(config.levels.get("operation-id-case")).toBe("off");
  expect(config.ignoredPlaces).toHaveLength(3);
});

test.each([
  [
    "an unknown rule",
    "rules:\n  title-lenght: off",
    '2, column 3: The rule "title-lenght" does not exist. Did you mean title-length?',
  ],
  [
    "a rule like no other",
    "rules: {xyz: off}",
    '1, column 9: The rule "xyz" does not exist. List the rules with lint --rules.',
  ],
  [
    "an unknown rule in ignore",
    "ignore: [{rule: Secret, path: $, reason: x}]",
    '1, column 11: The rule "Secret" does not exist. Did you mean secret?',
  ],
  [
    "an unknown level",
    "rules: {secret: info}",
    '1, column 9: "info" is not allowed. Expected "off", "warning" or "error".',
  ],
  ["an unknown property", "rule: {}", '1, column 1: The property "rule" is unknown. Expected'],
  [
    "an unknown property of an entry",
    "ignore: [{rule: secret, path: $, reason: x, line: 1}]",
    '1, column 10: The property "line" is unknown. Expected',
  ],
  ["no reason", "ignore:\n  - {rule: secret, path: $}", '2, column 5: "reason" is missing.'],
  [
    "an empty reason",
    'ignore: [{rule: secret, path: $, reason: " "}]',
    '1, column 34: " " is not allowed.',
  ],
  [
    "a path that is not one",
    "ignore: [{rule: secret, path: host, reason: x}]",
    '1, column 25: "host" is not allowed.',
  ],
  ["a list", "- secret", '1, column 1: ["secret"] is of the wrong type. Expected object.'],
  ["a rule twice", "rules:\n  secret: off\n  secret: off", "3, column 3: "],
  ["no YAML", "rules: [", "1, column 9: "],
])("%s is refused with its place", (_name, text, message) => {
  expect(() => parse(text)).toThrow(UnreadableFileError);
  expect(() => parse(text)).toThrow(`${FILE}, line ${message}`);
});
