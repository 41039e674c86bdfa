import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { definition } from "../../../connector/definition/definition";
import { thisConnector } from "../../../function/thisConnector";
import { importCollectionOf } from "../../../toolkit/postman/importCollection";
import { runConnector } from "../../support/connectorCommand";
import { documentOf } from "../../support/postmanSample";

const LIVE = documentOf(definition({ connector: thisConnector }));

const postman = (...args: string[]) => runConnector(["postman", ...args]);

describe("postman of this connector", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "connector-postman-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each(["2.1", "1"])("prints the same bytes each time, in version %s", async (version) => {
    const args = ["--version", version, "--host", "shop.azurewebsites.net"];
    const [once, again] = [await postman(...args), await postman(...args)];
    expect(once).toMatchObject({ status: 0 });
    expect(JSON.stringify(JSON.parse(once.stdout), null, 2)).toBe(once.stdout.trimEnd());
    expect(once.stdout).toContain("https://shop.azurewebsites.net");
    expect(again).toEqual(once);
  });

  test("writes a file, and reports it as JSON", async () => {
    const out = join(folder, "collection.json");
    const { status, stdout, stderr } = await postman("--version", "1", "--out", out, "--json");
    const { skipped } = await importCollectionOf(LIVE);
    expect({ status, report: JSON.parse(stdout) }).toEqual({
      status: 0,
      report: { file: out, version: "1", skipped },
    });
    expect(stderr).toBe(skipped.map(({ message }) => `Skipped: ${message}\n`).join(""));
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(
      (await importCollectionOf(LIVE)).collection,
    );
  });

  test("says that version 1 has no authentication, where some is asked for", async () => {
    const auth = ["--auth", "basic", "--api-key-location", "header"];
    const [import1, call] = await Promise.all([
      postman("--version", "1", ...auth),
      postman(...auth),
    ]);
    expect(import1).toMatchObject({ status: 0 });
    expect(import1.stderr).toContain(
      "Ignored: --auth, --api-key-location. Power Platform reads no authentication",
    );
    expect(call).toMatchObject({ status: 0, stderr: "" });
  });

  test("writes nothing when it cannot, and says why", async () => {
    const out = join(folder, "none", "collection.json");
    expect(await postman("--out", out)).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/^error: Cannot write .*collection\.json \(ENOENT\)\./),
    });
    expect(await postman("--host", "http://x/y", "--out", join(folder, "c.json"))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^error: The host "http:\/\/x\/y" is not a host name\./),
    });
    expect(await postman("--version", "2", "--out", join(folder, "c.json"))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Allowed choices are 2.1, 1."),
    });
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});
