import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { definition } from "../../../connector/definition/definition";
import { withHost } from "../../../connector/definition/withHost";
import { thisConnector } from "../../../function/thisConnector";
import { runConnector } from "../../support/connectorCommand";
import { projectFolder } from "../../support/projectFolder";

const connectorFolder = join(projectFolder, "connector");
const COMMITTED = readFileSync(join(connectorFolder, "apiDefinition.swagger.json"), "utf8");

describe("the command line", () => {
  const directory = mkdtempSync(join(tmpdir(), "connector-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  test("prints the committed document", async () => {
    expect(await runConnector(["definition"])).toEqual({
      status: 0,
      stdout: COMMITTED,
      stderr: "",
    });
  });

  test("writes a document with the live host, whole, over the one that was there", async () => {
    const out = join(directory, "live.json");
    for (const host of ["one.example", "two.example:7071"]) {
      const args = ["definition", "--host", host, "--scheme", "http", "--out", out];
      expect(await runConnector(args)).toEqual({ status: 0, stdout: "", stderr: "" });
      expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(
        withHost(definition({ connector: thisConnector }), { host, scheme: "http" }),
      );
    }
    expect(readdirSync(directory)).toEqual(["live.json"]);
  });

  test("has help for each command", async () => {
    expect(await runConnector(["--help"])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Usage: npm run connector -- .*[^]*definition/),
    });
    expect(await runConnector(["definition", "--help"])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/--host <host>[^]*--scheme <scheme>[^]*--out <file>/),
    });
  });

  test.each([
    [["defintion"], "error: unknown command 'defintion'\n"],
    [["definition", "--hots", "a"], "error: unknown option '--hots'\n"],
    [["definition", "--host", "https://a.example"], 'error: The host "https://a.example" is not'],
    [["definition", "--scheme", "ftp"], "error: option '--scheme <scheme>' argument 'ftp' is"],
    [["definition", "--out", join(directory, "none", "a.json")], "error: Cannot write "],
    [["definition", "--out", directory], "(EISDIR)"],
    [["definition", "--out", ""], "option '--out <file>' argument '' is invalid. It is empty."],
    [["postman", "--out", ""], "option '--out <file>' argument '' is invalid. It is empty."],
    [["template", "a", "--out", ""], "option '--out <file>' argument '' is invalid. It is empty."],
    [
      ["template", "a", "--into", ""],
      "option '--into <file>' argument '' is invalid. It is empty.",
    ],
    [["template", ""], "value '' is invalid for argument 'app-dir'. It is empty."],
    [["lint", "a", ""], "value '' is invalid for argument 'path'. It is empty."],
    [["diff", "", "b"], "value '' is invalid for argument 'definitions'. It is empty."],
  ])("refuses %j in one line", async (args, message) => {
    const { status, stdout, stderr } = await runConnector(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("takes paths from where npm was called, for the script connector only", async () => {
    const env = { INIT_CWD: connectorFolder, npm_lifecycle_event: "connector" };
    const definitions = ["diff", "apiDefinition.swagger.json", "apiDefinition.swagger.json"];
    expect(await runConnector(definitions, undefined, { env })).toMatchObject({ status: 0 });
    const other = { ...env, npm_lifecycle_event: "test" };
    expect(await runConnector(definitions, undefined, { env: other })).toMatchObject({ status: 1 });
  });

  test("says so when the folder that npm was called in is gone", async () => {
    const env = { INIT_CWD: join(directory, "gone"), npm_lifecycle_event: "connector" };
    const { status, stderr } = await runConnector(["definition"], undefined, { env });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: ENOENT[^\n]*gone'\n$/);
  });
});
