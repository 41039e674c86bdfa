import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { APPS, EDITED_YAML, nodeApp, run, temporaryFolder } from "../../support/functionApps";

const folder = temporaryFolder();

describe("template", () => {
  const app = join(APPS, "languages");
  const out = (name: string) => join(folder, name);

  test("prints the definition, and lists on stderr what is not in it", () => {
    const { status, stdout, stderr } = run([app, "--format", "yaml", "--host", "a.example"]);
    expect({ status, host: parseYaml(stdout).host }).toEqual({ status: 0, host: "a.example" });
    expect(stderr).toBe(
      'Skipped: "Nightly" has a trigger of type timerTrigger.\n' +
        'Skipped: "OldOrder" is disabled by its function.json.\n',
    );
    expect(JSON.parse(run([app]).stdout)).toMatchObject({ swagger: "2.0" });
  });

  test("prints a report with the definition in it, or where it is", () => {
    const printed = run([app, "--json"]);
    const report = JSON.parse(printed.stdout);
    expect(Object.keys(report)).toEqual([
      "model",
      "added",
      "kept",
      "changed",
      "removed",
      "skipped",
      "definition",
    ]);
    expect(report.definition.paths).toHaveProperty(["/OrderItem", "post"]);
    const file = out("report.json");
    expect(JSON.parse(run([app, "--json", "--out", file]).stdout)).toMatchObject({
      file,
      written: true,
    });
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(report.definition);
    expect(JSON.parse(run([app, "--json", "--out", file]).stdout)).toMatchObject({
      file,
      written: false,
    });
  });

  test("writes YAML where the file's name says so", () => {
    const file = out("new.yml");
    expect(run([app, "--out", file])).toMatchObject({ status: 0, stdout: "" });
    expect(readFileSync(file, "utf8")).toMatch(/^swagger: '2\.0'\n/);
  });

  test.each([
    [
      ["--format", "yaml", "--out", "a.json"],
      "a.json has the extension of JSON, but the definition is",
    ],
    [
      ["--format", "json", "--out", "a.yaml"],
      "a.yaml has the extension of YAML, but the definition is",
    ],
    [
      ["--into", "b.yaml", "--out", "b.JSON"],
      "b.JSON has the extension of JSON, but the definition is",
    ],
    [["--into", "b", "--out", "b.json"], "YAML. Name a file that ends in .yaml."],
  ])("refuses a name that contradicts the form, before the app is loaded: %j", (args, message) => {
    for (const name of ["b.yaml", "b"]) writeFileSync(out(name), EDITED_YAML);
    const paths = args.map((arg) => (/^[ab]/.test(arg) ? out(arg) : arg));
    const { status, stderr } = run([join(APPS, "hangs"), ...paths, "--timeout", "3"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: --out [^\n]*\n$/);
    expect(stderr).toContain(message);
    expect(readdirSync(folder)).not.toContain(paths.at(-1));
  });

  test("refuses a definition and an app's files that are not UTF-8, and changes nothing", () => {
    const file = out("latin.yaml");
    const latin = Buffer.from(EDITED_YAML.replace("agreed", "für alle"), "latin1");
    writeFileSync(file, latin);
    expect(run([join(APPS, "hangs"), "--into", file])).toEqual({
      status: 1,
      stdout: "",
      stderr: `error: ${file} is not UTF-8; save it as UTF-8.\n`,
    });
    expect(readFileSync(file).equals(latin)).toBe(true);
    const local = nodeApp(join(folder, "latin"), "");
    writeFileSync(join(local, "host.json"), Buffer.from('{"version":"2.0","x":"ü"}', "latin1"));
    expect(run([local]).stderr).toContain("host.json is not UTF-8; save it as UTF-8.");
  });

  test("keeps the byte order mark of the file that it merges into", () => {
    const file = out("mark.yaml");
    writeFileSync(file, `\uFEFF${EDITED_YAML}`);
    expect(run([join(APPS, "items"), "--into", file])).toMatchObject({ status: 0 });
    expect(readFileSync(file, "utf8")).toMatch(/^\uFEFF# The connector/);
  });

  test("rewrites the file that it merges into, once, or writes another", () => {
    const file = out("into.yaml");
    writeFileSync(file, EDITED_YAML);
    const other = out("other.yaml");
    expect(run([app, "--into", file, "--out", other])).toMatchObject({ status: 0, stdout: "" });
    expect(readFileSync(file, "utf8")).toBe(EDITED_YAML);
    const first = run([app, "--into", file]);
    expect(first).toMatchObject({ status: 0, stdout: "" });
    expect(first.stderr).toContain(
      "Removed: POST /old (getItemNotes) is no longer in the app. It was kept.\n",
    );
    expect(first.stderr).toContain(`${file}: 0 added, 0 kept, 2 removed; unchanged, not written`);
    expect(readFileSync(file, "utf8")).toBe(EDITED_YAML);
    expect(readFileSync(other, "utf8")).toBe(EDITED_YAML);

    const items = join(APPS, "items");
    const report = JSON.parse(run([items, "--into", file, "--json"]).stdout);
    expect(report).toMatchObject({ file, written: true, kept: [{ operationId: "LookUp" }] });
    expect(report).not.toHaveProperty("definition");
    expect(run([items, "--into", file]).stderr).toContain(
      `${file}: 0 added, 10 kept, 1 removed; unchanged, not written.\n`,
    );
    expect(readdirSync(folder).filter((name) => name.includes("into.yaml"))).toEqual(["into.yaml"]);
  });

  test("gives the app a setting, and says what it waits for", () => {
    const { status, stdout } = run([join(APPS, "throws"), "--setting", "STORAGE_URL=a=b"]);
    expect(status).toBe(0);
    expect(stdout).toContain('"/api/first"');
    const waiting = run([join(APPS, "hangs"), "--timeout", "3"]);
    expect(waiting).toMatchObject({ status: 1, stdout: "" });
    expect(waiting.stderr).toMatch(
      /^Loading the functions of .*hangs, for at most 3 s\.\nerror: The app did not finish .* It printed last: waiting for the storage\n$/,
    );
  });

  test("explains itself", () => {
    const { status, stdout } = run(["--help"]);
    expect(status).toBe(0);
    for (const text of [
      "<app-dir>",
      "--format",
      "--host",
      "--into",
      "--out",
      "--json",
      "--setting",
    ]) {
      expect(stdout).toContain(text);
    }
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "Python's model v2 has neither and is not supported",
    );
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("Without --out this file itself is rewritten");
  });

  test.each([
    [[], "missing required argument 'app-dir'"],
    [[join(APPS, "nowhere")], "nowhere is not there. Name a function app's folder, or its zip."],
    [[app, "--format", "xml"], "Allowed choices are json, yaml."],
    [[app, "--host", "https://a.example"], "is not a host name"],
    [[app, "--into", out("lost.json")], "lost.json. Name an existing definition"],
    [
      [app, "--into", out("lost.json"), "--format", "yaml"],
      "cannot be used with option '--into <file>'",
    ],
    [
      [app, "--into", out("lost.json"), "--scheme", "http"],
      "cannot be used with option '--into <file>'",
    ],
    [[app, "--out", join(folder, "none", "a.json")], "Cannot write "],
    [[app, "--setting", "NAME"], "Expected NAME=VALUE."],
    [[app, "--timeout", "0"], "Expected 0 to 3600 seconds."],
    [[join(APPS, "silent")], "has no function at all"],
    [[join(APPS, "throws")], "index.js failed to load: Error: STORAGE_URL is not set (index.js:5)"],
  ])("refuses %j in one line", (args, message) => {
    const { status, stdout, stderr } = run(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    const errors = stderr
      .split("\n")
      .filter((line) => line !== "" && !/^(Skipped|Unresolved)/.test(line));
    expect(errors).toEqual([expect.stringMatching(/^error: /)]);
    expect(errors[0]).toContain(message);
  });
});
