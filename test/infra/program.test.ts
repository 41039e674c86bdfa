import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_AUTH } from "../../connector/auth/auth";
import documents = require("../../connector/documents/connectorDocuments");
import { thisConnector } from "../../function/thisConnector";
import { DEFAULT_SETTINGS } from "../../infra/functionConnectorArgs";
import { subscriptionId } from "../support/expectedResources";
import { findResource, type MockRun } from "../support/mockEngine";
import { configuration, project, runProgram, runSample } from "./mockRuns";

import program = require("../../infra/index");

/** Runs the program on an engine that counts what is registered, and expects it to fail. */
async function refusedRun(changes: Record<string, string> = {}): Promise<unknown> {
  const newResource = jest.fn();
  await pulumi.runtime.setMocks({ newResource, call: () => ({ subscriptionId }) }, project.name);
  pulumi.runtime.setAllConfig(configuration(changes));
  const failure: unknown = await program().then(
    () => new Error("The program succeeded."),
    (error: unknown) => error,
  );
  expect(newResource).not.toHaveBeenCalled();
  return failure;
}

function inputsByLabel({ custom }: MockRun): Record<string, unknown> {
  const withoutCode = custom.filter(({ label }) => !label.includes("published-site"));
  return Object.fromEntries(withoutCode.map(({ label, inputs }) => [label, inputs]));
}

test("Pulumi.yaml's defaults are the component's", async () => {
  const byProgram = inputsByLabel(await runProgram());
  expect(byProgram).toEqual(inputsByLabel(await runSample({ connector: thisConnector })));
  expect(DEFAULT_SETTINGS.auth).toEqual(DEFAULT_AUTH);
});

test("a higher key version asks for a new key, and changes nothing else", async () => {
  const before = await runProgram();
  const rotated = await runProgram({ changes: { apiKeyVersion: "2" } });
  const changed = rotated.custom.filter(
    ({ label, inputs }) =>
      JSON.stringify(inputs) !== JSON.stringify(findResource(before, label).inputs),
  );
  expect(changed.map(({ label, inputs }) => [label, inputs["keepers"]])).toEqual([
    ["random:index/randomPassword:RandomPassword connector-secrets-api-key", { version: "2" }],
  ]);
});

test("the documents of a deployment are made once", async () => {
  const made = jest.spyOn(documents, "connectorDocuments");
  await runProgram();
  expect(made).toHaveBeenCalledTimes(1);
  made.mockRestore();
});

describe("before anything is registered, the program is stopped by", () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test("wrong settings", async () => {
    const failure = await refusedRun({ hosting: "premium" });
    expect(String(failure)).toContain(`${project.name}:hosting is "premium"`);
  });

  test("a connector that the platform would refuse, with what is wrong and how to fix it", async () => {
    const right = documents.connectorDocuments({
      connector: thisConnector,
      auth: DEFAULT_AUTH,
      host: "app.example",
    });
    const info = { ...right.definition.info, title: "" };
    jest
      .spyOn(documents, "connectorDocuments")
      .mockReturnValueOnce({ ...right, definition: { ...right.definition, info } });
    const failure = await refusedRun();
    expect(pulumi.RunError.isInstance(failure)).toBe(true);
    expect((failure as Error).message).toMatch(
      /^The connector would be refused, so nothing is deployed:\napiDefinition\.swagger\.json \$\.info\.title: .+/,
    );
  });

  test("a connector without operations, by name", async () => {
    jest.replaceProperty(thisConnector, "operations", []);
    const failure = await refusedRun();
    expect((failure as Error).message).toContain(
      `The connector "${thisConnector.about.info.title}" cannot be deployed:\n- It has no operation.`,
    );
  });
});
