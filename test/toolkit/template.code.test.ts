import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parse as parseYaml } from "yaml";
import type { JsonObject } from "../../toolkit/template/text/json";
import { commandLines } from "../support/commandLines";
import {
  EDITED_YAML,
  APPS,
  nodeApp,
  make,
  linesOf,
  run,
  commandLine,
  temporaryFolder,
} from "../support/functionApps";
import { projectFolder } from "../support/projectFolder";

const folder = temporaryFolder();

describe("an app's code", () => {
  test("may print, listen and keep timers: none of it is in the way", async () => {
    const { definition: made, notes } = await make(join(APPS, "noisy"), {
      // Longer than this test may take: the process has to be ended, not waited for.
      timeoutMs: 600_000,
    });
    expect(linesOf(made)).toEqual(["post /api/repair Repair"]);
    expect(notes).toEqual([]);
  });

  test("that throws is named with its error and its line", async () => {
    await expect(make(join(APPS, "throws"))).rejects.toThrow(
      "The app's index.js failed to load: Error: STORAGE_URL is not set (index.js:5). Correct it; " +
        "a setting that it needs is given by --setting NAME=VALUE.",
    );
    const settings = { STORAGE_URL: "http://127.0.0.1" };
    const { definition: made } = await make(join(APPS, "throws"), { settings });
    expect(linesOf(made)).toEqual(["get /api/first FirstGet", "post /api/first FirstPost"]);
  });

  test.each([
    ["a value", "throw { reason: 7 };", "failed to load: { reason: 7 }"],
    ["a lost package", 'require("./lost");', "Install the app's packages and build it first."],
    [
      "an exit",
      'process.stdout.write("no key\\n"); process.exit(3);',
      "process ended with exit code 3 while it loaded package.json's main",
    ],
    [
      "an exit with success",
      'app.http("x", { handler }); process.exit();',
      "process ended with exit code 0",
    ],
    [
      "a kill",
      "process.kill(process.pid, 'SIGKILL');",
      /process (was ended by SIGKILL|ended with exit code)/,
    ],
  ])("that ends with %s is an error", async (what, source, message) => {
    const app = nodeApp(join(folder, `ends-${what.replaceAll(" ", "-")}`), source);
    await expect(make(app)).rejects.toThrow(message);
  });

  test("that sends a message of its own is an error at once", async () => {
    const app = nodeApp(
      join(folder, "sends"),
      'process._send({ kind: "loaded", functions: 5 }); for (;;);',
    );
    await expect(make(app, { timeoutMs: 600_000 })).rejects.toThrow(
      /^The app's process sent a message of its own while it loaded package\.json's main "index\.js": .*5\. What runs while/,
    );
  });

  test("that ends is quoted with the last line it printed", async () => {
    const app = nodeApp(
      join(folder, "quoted"),
      'process.stderr.write("first\\nno key\\n"); process.exit(3);',
    );
    await expect(make(app)).rejects.toThrow(/exit code 3 .* It printed last: no key$/);
  });

  test.each([
    ["in a loop", "for (;;);", {}],
    ["for a promise", "await new Promise(() => {});", { "package.json": '{"main":"index.mjs"}' }],
    [
      "for a server",
      "await new Promise(() => setInterval(() => {}, 1000));",
      { "package.json": '{"main":"index.mjs"}' },
    ],
  ])("that waits %s is given up and ended", async (what, source, files) => {
    const app = nodeApp(join(folder, `waits-${what.replaceAll(" ", "-")}`), source, {
      ...files,
      "index.mjs": source,
    });
    await expect(make(app, { timeoutMs: 700 })).rejects.toThrow(
      /^The app did not finish loading package.json's main "index.m?js" within 0.7 s\. .* raise --timeout\.$/,
    );
  });

  test("is ended with the processes that it started", async () => {
    const marker = join(folder, "left-behind.cjs");
    writeFileSync(marker, "setInterval(() => {}, 1000);");
    const app = nodeApp(
      join(folder, "starts-another"),
      `require("node:child_process").spawn(process.execPath, [${JSON.stringify(marker)}], { stdio: "inherit" });
       app.http("x", { handler });`,
    );
    await make(app);
    await until(() => !commandLines().some((line) => line.includes(marker)));
    expect(commandLines().filter((line) => line.includes(marker))).toEqual([]);
  });

  test("gets its settings, and nothing of this user's environment", async () => {
    const app = nodeApp(
      join(folder, "environment"),
      `app.http("x", { route: Object.keys(process.env).toSorted().join("/"), handler });
       app.http("y", { route: [process.env.FROM_FILE, process.env.BOTH, process.cwd() === __dirname,
         require("node:fs").readdirSync(require("node:os").homedir()).includes(".npmrc")].join("/"), handler });`,
      {
        "local.settings.json":
          '{"IsEncrypted":false,"Values":{"FROM_FILE":"file","BOTH":"file"} /* mine */}',
      },
    );
    process.env["SECRET_OF_THIS_USER"] = "secret";
    try {
      const { definition: made } = await make(app, { settings: { BOTH: "given" } });
      const [names, values] = Object.keys(made["paths"] as JsonObject);
      expect(values).toBe("/api/file/given/true/false");
      expect(names?.split("/").slice(2)).toEqual(
        expect.arrayContaining(["BOTH", "FROM_FILE", "FUNCTIONS_WORKER_RUNTIME", "HOME", "PATH"]),
      );
      expect(names).not.toMatch(/SECRET|NODE_OPTIONS|npm_/);
    } finally {
      delete process.env["SECRET_OF_THIS_USER"];
    }
  });

  test.each(["modules", "noisy", "throws", "hangs"])(
    "leaves no process and no folder behind: %s",
    async (name) => {
      const temporary = mkdtempSync(join(folder, "temporary-"));
      run([join(APPS, name), "--timeout", "1"], {
        TMPDIR: temporary,
        TEMP: temporary,
        TMP: temporary,
      });
      await until(() => !commandLines().some((line) => line.includes(temporary)));
      expect(commandLines().filter((line) => line.includes(temporary))).toEqual([]);
      expect(readdirSync(temporary).filter((file) => file.startsWith("function-app"))).toEqual([]);
    },
  );

  // Windows ends a process at once, whatever the signal.
  const graceful = process.platform === "win32" ? "SIGKILL" : "SIGTERM";
  test.each([
    // Longer than is waited here: the command itself ends it.
    [graceful, "300", graceful === "SIGTERM" ? 0 : 1],
    // The command cannot: it ends by itself at this time.
    ["SIGKILL", "6", 1],
  ] as const)(
    "is ended when %s ends the command, be it in an endless loop of %s s; folders that stay: %i",
    async (signal, timeout, folders) => {
      const temporary = mkdtempSync(join(folder, "temporary-"));
      const command = spawn(
        process.execPath,
        commandLine([join(APPS, "hangs"), "--timeout", timeout]),
        {
          cwd: projectFolder,
          stdio: ["ignore", "ignore", "pipe"],
          env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
        },
      );
      const isLoading = () => commandLines().some((line) => line.includes(temporary));
      // The command says so when it has waited for a while: the app is in its loop by then.
      await once(command.stderr, "data");
      expect(isLoading()).toBe(true);
      const ended = once(command, "exit");
      command.kill(signal);
      await ended;
      await until(() => !isLoading());
      expect(isLoading()).toBe(false);
      const left = readdirSync(temporary).filter((file) => file.startsWith("function-app"));
      expect(left).toHaveLength(folders);
    },
  );
});

/** Looks every 20 ms, for at most 10 s. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries += 1) await delay(20);
}

describe("the command line", () => {
  const app = join(APPS, "languages");
  const out = (name: string) => join(folder, name);

  test("prints the definition, and tells on stderr what is not in it", () => {
    const { status, stdout, stderr } = run([app, "--format", "yaml", "--host", "a.example"]);
    expect({ status, host: parseYaml(stdout).host }).toEqual({ status: 0, host: "a.example" });
    expect(stderr).toBe(
      'Left out: "Nightly" has a trigger of type timerTrigger.\n' +
        'Left out: "OldRepair" is disabled by its function.json.\n',
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
      "vanished",
      "skipped",
      "definition",
    ]);
    expect(report.definition.paths).toHaveProperty(["/RepairTurbine", "post"]);
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
    [["--format", "yaml", "--out", "a.json"], "a.json is a name for JSON, and the definition is"],
    [["--format", "json", "--out", "a.yaml"], "a.yaml is a name for YAML, and the definition is"],
    [["--into", "b.yaml", "--out", "b.JSON"], "b.JSON is a name for JSON, and the definition is"],
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
    expect(run([join(APPS, "turbines"), "--into", file])).toMatchObject({ status: 0 });
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
      "Vanished: POST /old (getTurbineNotes) is no longer in the app. It was kept.\n",
    );
    expect(first.stderr).toContain(`${file}: 0 added, 0 kept, 2 vanished; not written`);
    expect(readFileSync(file, "utf8")).toBe(EDITED_YAML);
    expect(readFileSync(other, "utf8")).toBe(EDITED_YAML);

    const turbines = join(APPS, "turbines");
    const report = JSON.parse(run([turbines, "--into", file, "--json"]).stdout);
    expect(report).toMatchObject({ file, written: true, kept: [{ operationId: "LookUp" }] });
    expect(report).not.toHaveProperty("definition");
    expect(run([turbines, "--into", file]).stderr).toContain(
      `${file}: 0 added, 10 kept, 1 vanished; not written, for nothing changed.\n`,
    );
    expect(readdirSync(folder).filter((name) => name.includes("into.yaml"))).toEqual(["into.yaml"]);
  });

  test("gives the app a setting, and tells what it waits for", () => {
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
      "Python's model v2 has neither, and is not read",
    );
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("without --out this file itself is rewritten");
  });

  test.each([
    [[], "missing required argument 'app-dir'"],
    [[join(APPS, "nowhere")], "nowhere is not there. Name a function app's folder, or its zip."],
    [[app, "--format", "xml"], "Allowed choices are json, yaml."],
    [[app, "--host", "https://a.example"], "is not a host name"],
    [[app, "--into", out("lost.json")], "lost.json. Name a definition that is there"],
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
      .filter((line) => line !== "" && !/^(Left out|To decide)/.test(line));
    expect(errors).toEqual([expect.stringMatching(/^error: /)]);
    expect(errors[0]).toContain(message);
  });
});
