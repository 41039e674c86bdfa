import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { runConnector } from "../../support/connectorCommand";
import { temporaryDirectory } from "../../support/localCloud/cleanUp";
import { DEPLOY_FILES, ENTRA, expectedFiles, HOST } from "./packageOptions";

const folder = temporaryDirectory();

/** The texts of a file; of a zip, those of each file in it. */
function allTexts(name: string, content: Uint8Array): string[] {
  if (!name.endsWith(".zip")) return [Buffer.from(content).toString("latin1")];
  return Object.entries(unzipSync(content)).flatMap(([inner, bytes]) => allTexts(inner, bytes));
}

describe("the command package", () => {
  test("writes a folder, and lists what is in it", async () => {
    const out = join(folder, "plain");
    const { status, stdout, stderr } = await runConnector(["package", ...HOST, "--out", out]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(readdirSync(out).toSorted()).toEqual(DEPLOY_FILES);
    expect(stdout.split("\n")).toHaveLength(9);
    expect(stdout).toContain(`Next steps: ${join(out, "README.md")}`);
    const expected = expectedFiles();
    for (const name of DEPLOY_FILES) {
      expect(readFileSync(join(out, name), "latin1")).toBe(
        Buffer.from(expected[name] ?? "").toString("latin1"),
      );
    }
  });

  test("replaces an earlier package whole, and remembers the connector that was created", async () => {
    const out = join(folder, "again");
    const certify = ["package", ...HOST, "--variant", "certify", "--out", out];
    expect(await runConnector(certify)).toMatchObject({ status: 0 });
    const settings = JSON.parse(readFileSync(join(out, "settings.json"), "utf8"));
    const created = { connectorId: "shared_own-20connector", environment: "0a1b2c3d" };
    writeFileSync(join(out, "settings.json"), JSON.stringify({ ...settings, ...created, more: 1 }));
    expect(await runConnector(["package", ...HOST, "--out", out])).toMatchObject({ status: 0 });
    expect(readdirSync(out).toSorted()).toEqual(DEPLOY_FILES);
    expect(JSON.parse(readFileSync(join(out, "settings.json"), "utf8"))).toEqual({
      ...created,
      ...settings,
    });
    expect(readdirSync(folder).filter((name) => name.startsWith("again"))).toEqual(["again"]);
  });

  test("prints one JSON document, with what each file is", async () => {
    const out = join(folder, "json");
    const args = ["package", "--multi-tenant", "--auth", "apiKey,entraId", ...ENTRA];
    const { status, stdout } = await runConnector([
      ...args,
      "--variant",
      "certify",
      "--out",
      out,
      "--json",
    ]);
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      folder: out,
      variant: "certify",
      auth: ["apiKey", "entraId"],
    });
    expect(report.files).toEqual(
      report.files.map(({ name }: { name: string }) => {
        const content = readFileSync(join(out, name));
        const sha256 = createHash("sha256").update(content).digest("hex");
        return { name, bytes: content.length, sha256 };
      }),
    );
    expect(report.files.map(({ name }: { name: string }) => name).toSorted()).toEqual(
      readdirSync(out).toSorted(),
    );
  });

  test.each([
    [["--auth", "basic"]],
    [["--auth", "apiKey", "--api-key-location", "header"]],
    [["--multi-tenant", "--auth", "entraId", ...ENTRA]],
    [["--gateway", "windows", "--scheme", "https"]],
  ])("and the command definition make the same definition of %j", async (options) => {
    const out = join(folder, "same");
    const args = [...options, ...(options.includes("--multi-tenant") ? [] : HOST)];
    const [written, printed] = await Promise.all([
      runConnector(["package", ...args, "--out", out]),
      runConnector(["definition", ...args]),
    ]);
    expect(written).toMatchObject({ status: 0, stderr: "" });
    expect(printed.stdout).toBe(readFileSync(join(out, "apiDefinition.swagger.json"), "utf8"));
  });

  test.each([
    ["anonymous", [], { securityDefinitions: {}, schemes: ["http"] }],
    ["windows", [], { securityDefinitions: {}, schemes: ["http"] }],
    [
      "basic",
      ["--scheme", "https"],
      { securityDefinitions: { basic: { type: "basic" } }, schemes: ["https"] },
    ],
  ])("asks callers for what goes with a gateway that is %s", async (gateway, more, expected) => {
    const out = join(folder, "gateway");
    const args = ["package", ...HOST, "--gateway", gateway, ...more, "--out", out];
    expect(await runConnector(args)).toMatchObject({ status: 0, stderr: "" });
    const text = readFileSync(join(out, "apiDefinition.swagger.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject(expected);
  });

  test("has no secret in any file, zipped or not", async () => {
    const out = join(folder, "secrets");
    const args = ["package", ...HOST, "--auth", "apiKey,entraId", ...ENTRA];
    await runConnector([...args, "--variant", "certify", "--out", out]);
    const texts = readdirSync(out).flatMap((name) => allTexts(name, readFileSync(join(out, name))));
    expect(texts.length).toBeGreaterThan(20);
    for (const text of texts) {
      expect(text).not.toMatch(/clientSecret|sharedAccess|AccountKey=|sig=|BEGIN [A-Z ]*KEY/i);
    }
  });

  test("follows a link to the folder, and fills an empty one", async () => {
    const [real, link] = [join(folder, "real"), join(folder, "link")];
    mkdirSync(real);
    symlinkSync(real, link);
    expect(await runConnector(["package", ...HOST, "--out", link])).toMatchObject({ status: 0 });
    expect(readdirSync(real).toSorted()).toEqual(DEPLOY_FILES);
    expect(readdirSync(link).toSorted()).toEqual(DEPLOY_FILES);
  });
});
