import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importCollectionOf } from "../../../toolkit/postman/importCollection";
import { runConnector } from "../../support/connectorCommand";
import { SAMPLE } from "../../support/postmanSample";

const postman = (...args: string[]) => runConnector(["postman", ...args]);

describe("postman of a definition", () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "postman-"));
    file = join(folder, "api.json");
    writeFileSync(file, JSON.stringify(SAMPLE));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("prints its collection", async () => {
    const { status, stdout, stderr } = await postman(file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { info, variable } = JSON.parse(stdout);
    expect(info.name).toBe("Book Shop");
    expect(variable[0]).toMatchObject({ key: "baseUrl", value: "https://shop.example:8443/v1" });
  });

  test("writes a collection to import, and reports the operations that it skipped", async () => {
    const out = join(folder, "collection.json");
    const { collection, skipped } = await importCollectionOf(SAMPLE);
    const result = await postman(file, "--version", "1", "--out", out, "--json");
    expect(result).toMatchObject({
      status: 0,
      stderr: skipped.map(({ message }) => `Skipped: ${message}\n`).join(""),
    });
    expect(JSON.parse(result.stdout)).toEqual({ file: out, version: "1", skipped });
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(collection);
  });

  test.each([
    [["--host", "a.example"], "--host cannot be used with a definition"],
    [["--auth", "basic"], "--auth cannot be used with a definition"],
    [["--stack", "dev"], "--stack cannot be used with a definition"],
    [["--scheme", "http"], "--scheme cannot be used with a definition"],
  ])("refuses %j, which the definition says itself", async (args, message) => {
    const result = await postman(file, ...args);
    expect(result).toMatchObject({ status: 1, stdout: "" });
    expect(result.stderr).toMatch(/^error: [^\n]*\n$/);
    expect(result.stderr).toContain(message);
  });
});
