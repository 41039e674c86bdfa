import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runConnector } from "../../support/connectorCommand";
import { GONE, BASE, UNIT, edited } from "../../support/changedDefinitions";

const diff = (args: readonly string[]) => runConnector(["diff", ...args]);

describe("diff", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "connector-diff-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, value: unknown): string {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(value));
    return file;
  }

  test("ends with 1 on a breaking change, unless it is allowed, and with 0 on others", async () => {
    const old = write("old.json", BASE);
    const broken = write("broken.json", edited({ [UNIT]: GONE }));
    const safe = write("safe.json", edited({ "/info/description": "Other." }));
    const refused = await diff([old, broken]);
    expect(refused).toMatchObject({ status: 1, stderr: "" });
    expect(refused.stdout).toContain("1 breaking change, 0 warnings, 0 safe.");
    expect(await diff([old, broken, "--allow-breaking"])).toEqual({ ...refused, status: 0 });
    expect(await diff([old, safe])).toMatchObject({ status: 0, stderr: "" });
    expect(await diff([old, old])).toEqual({ status: 0, stdout: "No changes.\n", stderr: "" });
  });

  test("prints one JSON document", async () => {
    const [old, next] = [write("old.json", BASE), write("new.json", edited({ [UNIT]: GONE }))];
    const { status, stdout, stderr } = await diff([old, next, "--json"]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      old,
      new: next,
      breaking: 1,
      warning: 0,
      safe: 0,
      changes: [{ rule: "input-removed", severity: "breaking", operationId: "QuotePrice" }],
    });
  });

  test("distinguishes an error from a breaking change: nothing on stdout, one line on stderr", async () => {
    expect(await diff([join(folder, "none.json"), "x"])).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/^error: Cannot read .*none\.json \(ENOENT\)\..*\n$/),
    });
    expect(await diff(["one.json"])).toMatchObject({
      stdout: "",
      stderr: "error: diff got 1 definitions. Expected two, OLD and NEW, or --stack NAME.\n",
    });
  });
});
