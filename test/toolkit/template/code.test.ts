import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { JsonObject } from "../../../toolkit/document/json";
import { commandLines } from "../../support/commandLines";
import {
  APPS,
  commandLine,
  linesOf,
  make,
  nodeApp,
  run,
  temporaryFolder,
} from "../../support/functionApps";
import { projectFolder } from "../../support/projectFolder";

const folder = temporaryFolder();

describe("an app's code", () => {
  test("may print, listen and keep timers: none of it is in the way", async () => {
    const { definition: made, notes } = await make(join(APPS, "noisy"), {
      // Longer than this test may take: the process has to be ended, not waited for.
      timeoutMs: 600_000,
    });
    expect(linesOf(made)).toEqual(["post /api/order Order"]);
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
    ["a value", "throw { message: 7 };", "failed to load: { message: 7 }"],
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
