import { existsSync } from "node:fs";
import { join } from "node:path";
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

describe.each(hostings)("with hosting %s", (hosting) => {
  let stack: MockRun;
  beforeAll(async () => {
    stack = await runSample({ hosting });
  });

  test("these are the resources, their components and their inputs", () => {
    const packageBlob = part(stack, "storage:Blob connector-content-storage-package", "blobName");
    expect(packageBlob).toMatch(/^[0-9a-f]{64}\.zip$/);
    const registered = stack.custom.map(({ label, parent, inputs }) => [label, [parent, inputs]]);
    expect(Object.fromEntries(registered)).toEqual(
      expectedResources({
        component: MAIN_CONNECTOR,
        connector: sampleConnector,
        hosting,
        names: namesOf({ hosting }),
        packageBlobName: String(packageBlob),
      }),
    );
    expect(new Set(stack.custom.map(({ label }) => label)).size).toBe(stack.custom.length);
  });

  test("the components carry type tokens of no project, and stand under one component", () => {
    expect(stack.components.map(({ label, parent }) => [label, parent])).toEqual([
      ["function-connector:index:FunctionConnector connector", ""],
      ["function-connector:index:Monitoring connector-monitoring", "connector"],
      ["function-connector:index:HostStorage connector-host-storage", "connector"],
      ["function-connector:index:ContentStorage connector-content-storage", "connector"],
      ["function-connector:index:Secrets connector-secrets", "connector"],
      ["function-connector:index:AppIdentity connector-app", "connector"],
      ["function-connector:index:FunctionApp connector-function", "connector"],
      ["function-connector:index:PublishedSite connector-published-site", "connector"],
      ["function-connector:index:ApiKey connector-api-key", "connector"],
    ]);
  });

  test("every component registers its outputs", () => {
    const without = stack.components.filter(
      ({ outputs }) => outputs === undefined || Object.keys(outputs).length === 0,
    );
    expect(without).toEqual([]);
  });

  test("every uploaded file is there, seen from the folder of the program's main file", () => {
    const paths = stack.custom
      .map(({ label }) => part(stack, label, "source", "path"))
      .filter((path) => typeof path === "string");
    expect(paths).toHaveLength(7);
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
    const code =
      hosting === "flex"
        ? "resources:Deployment connector-function-code"
        : "web:WebApp connector-function-app";
    const published = stack.custom.filter(({ parent }) => parent === "connector-published-site");
    const waiting = [
      "resources:Deployment connector-api-key-deployment",
      ...published.map(({ label }) => label),
    ];
    expect(waiting).toHaveLength(8);
    expect(waiting.filter((label) => !allBefore(stack, label).has(code))).toEqual([]);
    expect([...allBefore(stack, code)]).toEqual(
      expect.arrayContaining([
        "web:AppServicePlan connector-function-plan",
        "storage:Blob connector-content-storage-package",
      ]),
    );
  });

  test("a published file keeps its address when its content changes", () => {
    const published = stack.custom.filter(({ parent }) => parent === "connector-published-site");
    expect(published.filter(({ deletesBeforeReplace }) => !deletesBeforeReplace)).toEqual([]);
  });
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
