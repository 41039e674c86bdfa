import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reportOf, summaryOf } from "../../../toolkit/lint/report";
import { cleanConnector, writeCleanConnector } from "../../fixtures/lint/cleanConnector";
import { runConnector } from "../../support/connectorCommand";

const folder = mkdtempSync(join(tmpdir(), "lint-"));
const clean = join(folder, "clean");
const faulty = join(folder, "faulty.yaml");
const empty = join(folder, "empty");
const partial = join(folder, "partial");

beforeAll(() => {
  mkdirSync(empty);
  writeCleanConnector(clean);
  writeFileSync(
    faulty,
    [
      'swagger: "2.0"',
      "info: {title: Machines, version: '1', description: Looks after machines of all kinds.}",
      "host: api.care.example",
      "schemes: [https]",
      "paths:",
      "  /parts:",
      "    get:",
      "      operationId: listParts",
      "      x-ms-visibility: internal",
      "      responses: {'200': {description: Parts, schema: {type: array}}}",
      "  /things:",
      "    get: {operationId: listThings, x-ms-visibility: internal, responses: {}}",
      "",
    ].join("\n"),
  );
  writeFileSync(join(empty, "notes.txt"), "");
  mkdirSync(partial);
  writeFileSync(join(partial, "APIProperties.json"), "{}");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** How `lint` ends. What it says on stderr while it takes long depends on the machine. */
async function lint(...args: string[]) {
  const ended = await runConnector(["lint", ...args]);
  return { ...ended, stderr: ended.stderr.replace("Checking the connectors …\n", "") };
}

const REPORT = `${faulty}
    8:7  warning  "listParts" starts with a lowercase letter.  operation-id-case
                  Fix: Start with an uppercase letter; renaming breaks flows that use a published operation.
  10:47  warning  The array does not describe its items.  array-items (ArrayHasNoItems)
                  Fix: Add items with the schema of an item.
  12:11  warning  "listThings" starts with a lowercase letter.  operation-id-case
  12:63  error    listThings does not declare a response.  responses-required (OperationMustHaveResponse)
                  Fix: Declare a response for success, such as "200".

1 error, 3 warnings (1 connector, for deployment).
`;

test("a connector in order ends with 0, and says what it was checked for", async () => {
  expect(await lint(clean, "--max-warnings", "0")).toEqual({
    status: 0,
    stdout: "No errors, no warnings (1 connector, for certification).\n",
    stderr: "",
  });
});

test("findings are printed by file with place, rule and what to do; an error ends with 1", async () => {
  const { status, stdout, stderr } = await lint(faulty);
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(stdout).toBe(REPORT);
});

test("--json prints one document, of all paths", async () => {
  const { status, stdout } = await lint(clean, faulty, "--json", "--variant", "deploy");
  expect(status).toBe(1);
  const report = JSON.parse(stdout) as { findings: object[] };
  expect(report).toMatchObject({
    checked: [
      { source: clean, variant: "deploy" },
      { source: faulty, variant: "deploy" },
    ],
    summary: { errors: 2, warnings: 3, ignored: 0, files: 2 },
  });
  expect(report.findings[0]).toEqual({
    rule: "stack-owner-refused",
    severity: "error",
    file: join(clean, "apiProperties.json"),
    path: "$.properties.stackOwner",
    line: 22,
    column: 5,
    message: "stackOwner is set, so the connector cannot be created.",
    fix: "Remove stackOwner, or lint with --variant certify if the files are for certification.",
  });
});

test("what is missing in a folder is named with its path", async () => {
  const { stdout } = await lint(partial, "--variant", "certify", "--json");
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; file: string }[] };
  const fileOf = (rule: string) => findings.find((finding) => finding.rule === rule)?.file;
  expect(fileOf("properties-structure")).toBe(join(partial, "APIProperties.json"));
  expect(fileOf("icon-missing")).toBe(join(partial, "icon.png"));
  expect(fileOf("readme-missing")).toBe(join(partial, "README.md"));
});

test("a file that cannot be read ends with 1, and the others are checked", async () => {
  const latin = join(folder, "latin.json");
  writeFileSync(latin, Buffer.from('{"x":"Für"}', "latin1"));
  const { status, stdout, stderr } = await lint(latin, faulty);
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(stdout).toBe(
    `${latin}
  1:1  error    The file is not UTF-8; save it as UTF-8.  source-unreadable
                Fix: Save texts as UTF-8, and make sure that you may read the file.

${REPORT.replace("1 error, 3 warnings (1 connector", "2 errors, 3 warnings (2 connectors")}`,
  );
});

test("--max-warnings makes an end with 1 of too many warnings", async () => {
  const advice = join(folder, "advice.json");
  const text = JSON.stringify(cleanConnector().definition).replace("GetStatus", "getStatus");
  writeFileSync(advice, text.replaceAll("GetStatus", "getStatus"));
  const [allowed, tooMany] = await Promise.all([
    lint(advice, "--max-warnings", "1"),
    lint(advice, "--max-warnings", "0"),
  ]);
  expect(allowed.stdout).toContain("0 errors, 1 warning (1 connector, for deployment).");
  expect([allowed.status, tooMany.status]).toEqual([0, 1]);
});

test("--rules lists the rules and checks nothing", async () => {
  const [table, json] = await Promise.all([lint("--rules"), lint("--rules", "--json")]);
  expect([table.status, json.status]).toEqual([0, 0]);
  expect(table.stdout).toMatch(/\n {2}title-length +warning +error +5000\.2\.2\.1\n/);
  const { rules } = JSON.parse(json.stdout) as { rules: { rule: string }[] };
  expect(rules).toContainEqual({
    rule: "stack-owner-refused",
    levels: { deploy: "error", certify: "off" },
    description: "A connector that is created by paconn or the portal does not name a stackOwner.",
    fix: "Remove stackOwner, or lint with --variant certify if the files are for certification.",
  });
  for (const { rule } of rules) expect(table.stdout).toContain(`\n  ${rule} `);
});

test.each<[string, string[], RegExp]>([
  ["no path", [], /^error: No path is given\. Give a connector's folder/],
  ["a folder without a connector", [empty], /^error: .*empty does not contain a connector: api/],
  [
    "an unknown rule",
    [clean, "--ignore", "secrets"],
    /^error: The rule "secrets" does not exist\. Did you mean secret\?/,
  ],
  ["no configuration", [clean, "--config", join(folder, "x")], /^error: .*x cannot be found\./],
  ["an unknown variant", [clean, "--variant", "x"], /^error: option '--variant <variant>'/],
  ["no number", [clean, "--max-warnings", "few"], /^error: option '--max-warnings <number>'/],
])("%s is a clear error, and nothing is printed", async (_name, args, message) => {
  const { status, stdout, stderr } = await lint(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("--config and --ignore take findings off, and the last line counts them", async () => {
  const config = join(folder, "lint.yaml");
  writeFileSync(config, "rules: {responses-required: off}");
  const args = [faulty, "--ignore", "operation-id-case", "--ignore", "array-items"];
  const { status, stdout } = await lint(...args, "--config", config);
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: "No errors, no warnings, 4 ignored (1 connector, for deployment).\n",
  });
});

test("names of files reach the report without what a terminal acts on", () => {
  const finding = { rule: "r", severity: "error", path: "$", message: "m", fix: "f" } as const;
  const file = "a\u001b[2Jb.json";
  const findings = [{ ...finding, file, line: 1, column: 1 }];
  const report = reportOf(findings, summaryOf(findings, []), "1 connector");
  expect(report).toContain(String.raw`a\u001b[2Jb.json`);
});
