import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  appOf,
  foldersApp,
  linesOf,
  make,
  nodeApp,
  skipped,
  temporaryFolder,
} from "../../support/functionApps";

const folder = temporaryFolder();

describe("a function is skipped, and listed, when", () => {
  test.each([
    [
      "its trigger is another",
      'app.timer("x", { schedule: "* * * * * *", handler });',
      "has a trigger of type timerTrigger",
    ],
    [
      "its route is the host's",
      'app.http("x", { route: "admin/x", handler });',
      'has the route "admin/x"',
    ],
    [
      "its route is the host's too",
      'app.http("x", { route: "/Runtime", handler });',
      'has the route "/Runtime"',
    ],
    [
      "it serves the connector's own icon",
      'app.http("x", { route: "icon.png", methods: ["GET"], handler });',
      "serves a file of the connector, /api/icon.png, which is no operation",
    ],
    [
      "its route is refused",
      'app.http("x", { route: "/x", handler });',
      '"api//x" has two slashes',
    ],
    ["its name is refused", 'app.http("x y", { handler });', "has a name that Azure refuses"],
    [
      "its name is taken",
      'app.http("OPEN", { route: "x", handler });',
      "has the name of another function",
    ],
    [
      "its route is taken",
      'app.http("x", { route: "Open", handler });',
      'has the route "api/Open" and a method of "open"',
    ],
    [
      "its level is unknown",
      'app.http("x", { authLevel: "everybody", handler });',
      'has the authLevel "everybody"; expected anonymous, user, function',
    ],
    [
      "Swagger lacks its method",
      'app.http("x", { methods: ["TRACE"], handler });',
      "takes TRACE, which Swagger 2.0 does not support",
    ],
    [
      "its methods are no list",
      'app.http("x", { methods: "GET", handler });',
      'has a binding with methods "GET"; expected a list of texts',
    ],
    [
      "one of its methods is no text",
      'app.http("x", { methods: ["GET", 5], handler });',
      "has a binding with methods 5; expected texts",
    ],
    [
      "its route is no text",
      'app.http("x", { route: 5, handler });',
      "has a binding with route 5; expected a text",
    ],
    ["its name is no text", "app.http(5, { handler });", "has a name that Azure refuses"],
  ])("%s", async (what, source, reason) => {
    const app = nodeApp(
      join(folder, `left-out-${what.replaceAll(/\W/g, "-")}`),
      `app.http("open", { handler });\n${source}`,
    );
    const { definition: made, report } = await make(app);
    expect(linesOf(made)).toEqual(["get /api/open OpenGet", "post /api/open OpenPost"]);
    expect(report.skipped).toEqual([
      {
        ...skipped("", ""),
        function: expect.stringMatching(/^(x|x y|OPEN|)$/),
        message: expect.stringContaining(reason),
      },
    ]);
  });

  test("Swagger lacks one of its methods, for that method", async () => {
    const app = foldersApp(join(folder, "trace"), { A: "get,TRACE,Get a" });
    const { definition: made, report } = await make(app);
    expect(linesOf(made)).toEqual(["get /api/a A"]);
    expect(report.skipped).toEqual([
      skipped("A", "takes TRACE too, which Swagger 2.0 does not support"),
    ]);
  });

  test("not by a setting whose value is encrypted", async () => {
    const app = foldersApp(join(folder, "encrypted"), { A: "get a" });
    const settings = { IsEncrypted: true, Values: { "AzureWebJobs.A.Disabled": "true" } };
    writeFileSync(join(app, "local.settings.json"), JSON.stringify(settings));
    expect(linesOf((await make(app)).definition)).toEqual(["get /api/a A"]);
  });

  test("it is switched off: by a setting, by host.json or by its function.json", async () => {
    const binding = '"bindings":[{"type":"httpTrigger","methods":["get"]}]';
    const app = appOf(join(folder, "switched-off"), {
      "host.json": '{"version":"2.0","functions":["A","B","C","D","E"]}',
      "local.settings.json": JSON.stringify({
        Values: {
          "AzureWebJobs.A.Disabled": "true",
          AzureWebJobs_B_Disabled: 1,
          OFF: true,
          ON: "no",
        },
      }),
      "A/function.json": `{${binding}}`,
      "B/function.json": `{${binding}}`,
      "C/function.json": `{"disabled":"%OFF%",${binding}}`,
      "D/function.json": `{"disabled":"ON",${binding}}`,
      "E/function.json": `{${binding}}`,
      "F/function.json": `{${binding}}`,
      "G/function.json": `{"bindings":`,
      "H/function.json": '{"bindings":[{"type":7}]}',
    });
    const { definition: made, report } = await make(app, {
      settings: { "AzureWebJobs.E.Disabled": "1" },
    });
    expect(linesOf(made)).toEqual(["get /api/D D"]);
    expect(report.skipped).toEqual([
      skipped("A", "is disabled by the setting AzureWebJobs.A.Disabled"),
      skipped("B", "is disabled by the setting AzureWebJobs_B_Disabled"),
      skipped("C", "is disabled by its function.json (OFF)"),
      skipped("E", "is disabled by the setting AzureWebJobs.E.Disabled"),
      skipped("F", "is not among the functions that host.json lists"),
      {
        ...skipped("G", ""),
        message: expect.stringContaining(
          "line 1, column 13: The text is not valid JSON: value expected",
        ),
      },
      skipped("H", "has a binding with type 7; expected a text"),
    ]);
  });
});
