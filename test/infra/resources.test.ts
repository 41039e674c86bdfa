import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { MAIN_CONNECTOR } from "../../infra/earlierResources";
import { expectedResources } from "../support/expectedResources";
import { allBefore, type MockRun } from "../support/mockEngine";
import { projectFolder } from "../support/projectFolder";
import {
  SETTINGS_REFUSED_BY_FLEX,
  SITE_PROPERTIES_REFUSED_BY_FLEX,
} from "../support/refusedByFlex";
import { hostings, namesOf, part, runSample } from "./mockRuns";
import { sampleConnector } from "../support/sampleConnector/sampleConnector";

const code = "functionapp:index:FunctionCode connector-function-code";

describe.each(hostings)("with hosting %s", (hosting) => {
  let stack: MockRun;
  beforeAll(async () => {
    stack = await runSample({ hosting });
  });

  test("these are the resources, their components and their inputs", () => {
    const packagePath = String(part(stack, code, "package", "path"));
    expect(packagePath).toMatch(/^\.\.\/dist\/[0-9a-f]{64}\.zip$/);
    const registered = stack.custom.map(({ label, parent, inputs }) => [label, [parent, inputs]]);
    expect(Object.fromEntries(registered)).toEqual(
      expectedResources({
        component: MAIN_CONNECTOR,
        connector: sampleConnector,
        hosting,
        names: namesOf({ hosting }),
        packageName: basename(packagePath),
      }),
    );
    expect(new Set(stack.custom.map(({ label }) => label)).size).toBe(stack.custom.length);
  });

  test("the components carry type tokens of no project, and stand under one component", () => {
    const components = stack.components.map(({ label, parent }) => [label, parent]);
    expect(new Set(components.map(String))).toEqual(
      new Set(
        [
          ["function-connector:index:FunctionConnector connector", ""],
          ...(hosting === "consumption"
            ? [["function-connector:index:MountedPackage connector-package", "connector"]]
            : []),
          ["function-connector:index:Monitoring connector-monitoring", "connector"],
          ["function-connector:index:HostStorage connector-host-storage", "connector"],
          ["function-connector:index:ContentStorage connector-content-storage", "connector"],
          ["function-connector:index:Secrets connector-secrets", "connector"],
          ["function-connector:index:AppIdentity connector-app", "connector"],
          ["function-connector:index:FunctionApp connector-function", "connector"],
        ].map(String),
      ),
    );
  });

  test("every component registers its outputs", () => {
    const without = stack.components.filter(
      ({ outputs }) => outputs === undefined || Object.keys(outputs).length === 0,
    );
    expect(without).toEqual([]);
  });

  test("every uploaded file is there, seen from the folder of the program's main file", () => {
    const uploads = stack.custom.filter(({ label }) => /:(?:Files|FunctionCode) /.test(label));
    const paths = [...JSON.stringify(uploads).matchAll(/"path":"([^"]+)"/g)].map(
      ([, path = ""]) => path,
    );
    expect(paths).toHaveLength(hosting === "flex" ? 7 : 8);
    expect(paths.filter((path) => !existsSync(join(projectFolder, "infra", path)))).toEqual([]);
  });

  test("nothing holds a shared access signature or an account's key", () => {
    const inputs = JSON.stringify(stack.custom.map((resource) => resource.inputs));
    expect(inputs).not.toMatch(/[?&](?:sig|sv|se)=|AccountKey|SharedAccessSignature/i);
  });

  test("the app waits for its roles", () => {
    const roles = stack.custom
      .map(({ label }) => label)
      .filter((label) => label.startsWith("authorization:RoleAssignment "));
    expect(roles).toHaveLength(hosting === "flex" ? 4 : 5);
    const before = allBefore(stack, "web:WebApp connector-function-app");
    expect(roles.filter((role) => !before.has(role))).toEqual([]);
  });

  test("the key and the published files wait for the code", () => {
    const waiting = [
      "functionapp:index:FunctionKey connector-api-key",
      "functionapp:index:Files connector-published-site",
    ];
    expect(waiting.filter((label) => !allBefore(stack, label).has(code))).toEqual([]);
    expect([...allBefore(stack, code)]).toEqual(
      expect.arrayContaining([
        "web:AppServicePlan connector-function-plan",
        ...(hosting === "flex" ? [] : ["functionapp:index:Files connector-package-file"]),
      ]),
    );
  });

  test("everything of azure-native waits until the subscription is checked and ready", () => {
    const before = [
      "functionapp:index:Preflight connector-preflight",
      "functionapp:index:ResourceProviders connector-resource-providers",
    ];
    const early = stack.custom
      .filter(({ label }) => !/^(?:random|functionapp|pulumi):/.test(label))
      .filter(({ label }) => before.some((first) => !allBefore(stack, label).has(first)));
    expect(early.map(({ label }) => label)).toEqual([]);
  });

  test("no storage account takes keys", () => {
    const accounts = stack.custom.filter(({ label }) =>
      label.startsWith("storage:StorageAccount "),
    );
    expect(accounts.map(({ inputs }) => inputs["allowSharedKeyAccess"])).toEqual([false, false]);
  });
});

test("an existing resource group, too, is used only once the subscription is ready", async () => {
  const stack = await runSample({ resourceGroupName: "rg-shared" });
  const account = "storage:StorageAccount connector-host-storage-account";
  expect([...allBefore(stack, account)]).toContain(
    "functionapp:index:ResourceProviders connector-resource-providers",
  );
});

test("the checks are left out on request", async () => {
  const { custom } = await runSample({ skipPreflight: true });
  expect(custom.filter(({ label }) => label.includes("Preflight"))).toEqual([]);
});

test("other origins and another version of Node.js are the app's too", async () => {
  const stack = await runSample({
    corsOrigins: "https://a.example,https://b.example",
    nodeVersion: "24",
  });
  const { cors } = siteConfigOf(stack) as { cors: { allowedOrigins: string[] } };
  expect(cors.allowedOrigins.slice(-2)).toEqual(["https://a.example", "https://b.example"]);
  const app = "web:WebApp connector-function-app";
  expect(part(stack, app, "functionAppConfig", "runtime", "version")).toBe("24");
});

describe("on Flex Consumption", () => {
  let flex: MockRun;
  beforeAll(async () => {
    flex = await runSample();
  });

  test("no app setting is sent that it refuses", () => {
    const sent = JSON.stringify(siteConfigOf(flex)["appSettings"]);
    expect(sent).toContain('"APPLICATIONINSIGHTS_CONNECTION_STRING"');
    expect(SETTINGS_REFUSED_BY_FLEX.filter((name) => sent.includes(`"${name}"`))).toEqual([]);
  });

  test("no site property is sent that it refuses, not even azure-native's own defaults", () => {
    const sent = siteConfigOf(flex);
    expect(sent).toHaveProperty("alwaysOn", false);
    expect(SITE_PROPERTIES_REFUSED_BY_FLEX.filter((name) => name in sent)).toEqual([]);
  });
});

/** What the app's site is configured with; it holds secrets. */
function siteConfigOf(stack: MockRun): Record<string, unknown> {
  const label = "web:WebApp connector-function-app";
  return part(stack, label, "siteConfig", "secret") as Record<string, unknown>;
}
