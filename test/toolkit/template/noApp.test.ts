import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { APPS, appOf, make, temporaryFolder, type Files } from "../../support/functionApps";

const folder = temporaryFolder();

describe("a folder without an app", () => {
  test.each<[string, Files, string]>([
    ["empty", {}, "Expected a package.json with a main, an index.ts, folders with a function.json"],
    ["python", { "function_app.py": "import azure.functions" }, "Functions of Python's model v2"],
    ["unbuilt", { "App.csproj": "<Project />", "host.json": "{}" }, "Build the project first."],
    [
      "unbuilt-node",
      { "package.json": '{"main":"dist/*.js"}', "host.json": "{}" },
      'package.json\'s main "dist/*.js" matches no file',
    ],
    [
      "broken-package",
      { "package.json": '{"main":' },
      "line 1, column 9: The text is not valid JSON: value expected",
    ],
    [
      "broken-host",
      { "host.json": '{\n  "extensions": {"http": {"routePrefix": 7}}}', "A/function.json": "{}" },
      "host.json has the extensions.http.routePrefix 7. Expected a text.",
    ],
    [
      "only-timers",
      { "A/function.json": '{"bindings":[{"type":"timerTrigger"}]}' },
      'is served over HTTP: "A" has a trigger of type timerTrigger.',
    ],
    ["no-trigger", { "A/function.json": '{"bindings":[{"type":"blob"}]}' }, '"A" has no trigger.'],
  ])("says what is missing: %s", async (name, files, message) => {
    await expect(make(appOf(join(folder, `no-app-${name}`), files))).rejects.toThrow(message);
  });

  test("is an error when its code registers nothing", async () => {
    await expect(make(join(APPS, "silent"))).rejects.toThrow(
      /silent has no function at all\. Call app\.http\(\.\.\.\) while the app's main is loaded/,
    );
  });

  test("is an error when it is not there, no zip, or a zip that leads out of itself", async () => {
    await expect(make(join(folder, "nowhere"))).rejects.toThrow("nowhere is not there. Name a");
    const text = join(folder, "text.zip");
    writeFileSync(text, "no zip");
    await expect(make(text)).rejects.toThrow("is neither a folder nor a zip");
    const evil = join(folder, "evil.zip");
    const outside = `${basename(folder)}.txt`;
    writeFileSync(evil, zipSync({ [`a/../../${outside}`]: strToU8("x") }));
    await expect(make(evil)).rejects.toThrow(`has the entry "a/../../${outside}"`);
    expect(readdirSync(tmpdir())).not.toContain(outside);
  });
});
