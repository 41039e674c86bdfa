import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { thisConnector } from "../../../function/thisConnector";
import { runConnector } from "../../support/connectorCommand";
import { temporaryDirectory } from "../../support/localCloud/cleanUp";
import { expectedFiles, HOST } from "./packageOptions";

const { title } = thisConnector.about.info;
const ourDefinition = String(expectedFiles()["apiDefinition.swagger.json"]);

const folder = temporaryDirectory();

describe("the command package", () => {
  test.each<[string, readonly string[], string]>([
    ["no host", [], "error: The package needs the host that serves the operations. Give --stack"],
    ["a host with a scheme", ["--host", "https://a.b"], 'error: The host "https://a.b" is not'],
    [
      "an unknown mode",
      [...HOST, "--auth", "password"],
      'error: --auth is "password", expected apiKey, none, basic, oauth2, entraId, or two',
    ],
    [
      "a mode that is not whole, all of it at once",
      [...HOST, "--auth", "oauth2", "--oauth2-token-url", "http://a.b"],
      'error: --oauth2-issuer is "", expected an https address; --oauth2-audience is "", expected ' +
        'a value without spaces; --oauth2-client-id is "", expected a value without spaces; ' +
        '--oauth2-authorization-url is "", expected an https address; --oauth2-token-url is ' +
        '"http://a.b", expected an https address.\n',
    ],
    ["another auth than the stack's", ["--stack", "dev", "--auth", "none"], "'--stack <name>'"],
    ["a host beside a stack", [...HOST, "--stack", "dev"], "'--stack <name>'"],
    [
      "a gateway for many tenants",
      ["--gateway", "anonymous", "--multi-tenant"],
      "error: A gateway",
    ],
    [
      "a gateway that goes with other modes",
      [...HOST, "--gateway", "anonymous", "--auth", "apiKey"],
      'The gateway "anonymous" cannot be combined with auth apiKey. Expected auth none.',
    ],
    ["an unknown variant", [...HOST, "--variant", "store"], "Allowed choices are deploy, certify."],
  ])("refuses %s in one line, and writes nothing", async (_what, args, message) => {
    const out = join(folder, "refused");
    const { status, stdout, stderr } = await runConnector(["package", ...args, "--out", out]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
  });

  test("refuses a folder with other files, and leaves it as it was", async () => {
    const out = join(folder, "mine");
    mkdirSync(out);
    writeFileSync(join(out, "notes.txt"), "mine");
    for (const more of [[], ["apiDefinition.swagger.json"]]) {
      for (const name of more) writeFileSync(join(out, name), "{}");
      const { status, stderr } = await runConnector(["package", ...HOST, "--out", out]);
      expect(status).toBe(1);
      expect(stderr).toContain("holds other files than a package's: notes.txt.");
    }
    expect(readFileSync(join(out, "notes.txt"), "utf8")).toBe("mine");
    expect(readFileSync(join(out, "apiDefinition.swagger.json"), "utf8")).toBe("{}");
  });

  test.each([
    ["of another connector", { swagger: "2.0", info: { title: "Contoso HR" } }],
    ["without a title", {}],
  ])("refuses a folder in the form of a package %s", async (what, theirs) => {
    const out = join(folder, `theirs ${what}`);
    mkdirSync(out);
    const files = {
      "apiDefinition.swagger.json": JSON.stringify(theirs),
      "apiProperties.json": "{}",
      "settings.json": '{"connectorId":"shared_hr"}',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text);
    const { status, stderr } = await runConnector(["package", ...HOST, "--out", out]);
    expect(status).toBe(1);
    expect(stderr).toBe(
      `error: The folder ${out} is not an earlier package of "${title}". Nothing was written. ` +
        `Name a new folder, or an earlier package of "${title}" to replace.\n`,
    );
    for (const [name, text] of Object.entries(files)) {
      expect(readFileSync(join(out, name), "utf8")).toBe(text);
    }
    expect(readdirSync(out)).toHaveLength(3);
  });

  test("refuses a folder of a file's name", async () => {
    const out = join(folder, "deep");
    expect(await runConnector(["package", ...HOST, "--out", out])).toMatchObject({ status: 0 });
    rmSync(join(out, "intro.md"));
    mkdirSync(join(out, "intro.md"));
    const { stderr } = await runConnector(["package", ...HOST, "--out", out]);
    expect(stderr).toContain("holds other files than a package's: intro.md.");
    expect(existsSync(join(out, "intro.md"))).toBe(true);
  });

  // In a folder of its own below this test's: a mistake would delete the working directory.
  test.each([
    ["", "argument '' is invalid. It is empty. Expected the path of a file or folder."],
    [".", "The folder . is the working directory, or holds it. Nothing was written."],
    ["..", "The folder .. is the working directory, or holds it."],
    ["link", "The folder link is the working directory, or holds it."],
  ])("never replaces the working directory or what is around it: %j", async (out, message) => {
    const outer = mkdtempSync(join(folder, "around-"));
    const inner = join(outer, "intro.md");
    mkdirSync(inner);
    symlinkSync(outer, join(inner, "link"), "junction");
    const mine = [join(outer, "apiDefinition.swagger.json"), join(inner, "notes.txt")];
    for (const file of mine) writeFileSync(file, ourDefinition);
    const args = ["package", ...HOST, "--out", out];
    const { status, stdout, stderr } = await runConnector(args, undefined, { cwd: inner });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(mine.filter((file) => existsSync(file))).toEqual(mine);
  });

  test("never replaces a working directory that is an earlier package", async () => {
    const out = join(folder, "inside");
    expect(await runConnector(["package", ...HOST, "--out", out])).toMatchObject({ status: 0 });
    const args = ["package", ...HOST, "--out", "."];
    const { stderr } = await runConnector(args, undefined, { cwd: out });
    expect(stderr).toContain("The folder . is the working directory, or holds it.");
  });

  test.each([
    ["a file", (out: string) => writeFileSync(out, ""), "is a file. Name a new folder"],
    [
      "settings that were spoiled",
      (out: string) => {
        mkdirSync(out);
        writeFileSync(join(out, "apiDefinition.swagger.json"), ourDefinition);
        writeFileSync(join(out, "settings.json"), "{");
      },
      "which names the connector that was created from it",
    ],
  ])("refuses %s", async (_what, prepare, message) => {
    const out = join(folder, "odd");
    prepare(out);
    const { status, stderr } = await runConnector(["package", ...HOST, "--out", out]);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(readdirSync(folder).filter((name) => /\.(?:tmp|old)$/.test(name))).toEqual([]);
    rmSync(out, { recursive: true, force: true });
  });
});
