import { zipSync } from "fflate";
import { reproducibleZip } from "../../../toolkit/files/reproducibleZip";
import {
  call,
  certificationPackage,
  cleanActions,
  packageOf,
} from "../../fixtures/lint/certificationPackage";
import { cleanDefinition } from "../../fixtures/lint/cleanDefinition";
import { findingsIn, rulesOf } from "../../fixtures/lint/findings";

const findingsOf = (certification: Uint8Array, definition: object = cleanDefinition) =>
  findingsIn({ definition, certification }, { variant: "certify" });

const messagesOf = (certification: Uint8Array, definition?: object) =>
  findingsOf(certification, definition)
    .filter(({ file }) => file === "ConnectorPackage.zip")
    .map(({ message }) => message);

test("a package that still calls an operation that is gone is an error with its step", () => {
  const { "/inspections": _gone, ...paths } = cleanDefinition.paths;
  const definition = { ...cleanDefinition, paths };
  const [finding, ...others] = findingsOf(certificationPackage({ definition }), definition).filter(
    ({ file }) => file === "ConnectorPackage.zip",
  );
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    rule: "flow-operation",
    path: "$.properties.definition.actions.Is_it_new.actions.Record",
    message:
      'The step "Record" of the flow "Flow" calls "RecordInspection", ' +
      "which is not an operation of the definition.",
  });
});

test.each([
  ["Switch", { cases: { One: { actions: { Bad: call("Gone", {}) } } } }],
  ["the default of Switch", { default: { actions: { Bad: call("Gone", {}) } } }],
  ["else", { else: { actions: { Bad: call("Gone", {}) } } }],
  ["a webhook's action", { actions: { Bad: call("Gone", {}, "OpenApiConnectionWebhook") } }],
])("calls inside of %s are found", (_name, step) => {
  const certification = certificationPackage({ actions: { ...cleanActions, Step: step } });
  expect(rulesOf(findingsOf(certification))).toEqual(["flow-operation"]);
});

test("required inputs are asked for down to where the flow fills them in", () => {
  const schema = {
    type: "object",
    required: ["address", "lines", "kind"],
    properties: {
      address: {
        type: "object",
        required: ["city", "place"],
        properties: {
          city: { type: "string" },
          street: { type: "string" },
          place: { type: "object", required: ["x"], properties: { x: { type: "number" } } },
        },
      },
      lines: {
        type: "array",
        items: { type: "object", required: ["id"], properties: { id: { type: "string" } } },
      },
      kind: { type: "string", default: "short" },
    },
  };
  const definition = {
    ...cleanDefinition,
    paths: {
      ...cleanDefinition.paths,
      "/orders": {
        post: {
          operationId: "Order",
          parameters: [{ name: "body", in: "body", required: true, schema }],
          responses: {},
        },
      },
    },
  };
  const order = (parameters: object) =>
    messagesOf(
      certificationPackage({ definition, actions: { Order: call("Order", parameters) } }),
      definition,
    ).map((message) => message.replace(/^.*?calls /, "calls "));
  expect(order({})).toEqual([
    'calls "Order" without "body/lines", which is required.',
    'calls "Order" without "body/address/city", which is required.',
    'calls "Order" without "body/address/place/x", which is required.',
  ]);
  expect(order({ "body/address": "@x", "body/lines": [] })).toEqual([]);
  const named = { "body/address/city": "a", "body/address/place": "@x", "body/lines": "@y" };
  expect(order(named)).toEqual([]);
  expect(order({ ...named, "body/address/zip": 1, "body/lines/id": 1, other: 2 })).toEqual([
    'calls "Order" with "body/address/zip", which is not one of its parameters.',
    'calls "Order" with "other", which is not one of its parameters.',
  ]);
});

test("a solution that has no connector, and a package that has no flow, are reported", () => {
  const connector = { "Connector/a_openapidefinition.json": JSON.stringify(cleanDefinition) };
  const both = {
    "PkgAssets/ConnectorSolution.zip": reproducibleZip(connector),
    "PkgAssets/FlowSolution.zip": reproducibleZip({ "Workflows/Flow.json": "{}" }),
  };
  expect(messagesOf(packageOf(both))).toEqual(['"FlowSolution.zip" does not contain a connector.']);
  const { "PkgAssets/FlowSolution.zip": _flow, ...one } = both;
  expect(messagesOf(packageOf(one))).toEqual(["ConnectorPackage.zip does not contain a flow."]);
});

test.each<[string, Uint8Array, string]>([
  ["no zip", Buffer.from("PK"), "invalid zip data"],
  ["an empty file", Buffer.alloc(0), "invalid zip data"],
  ["no package.zip", reproducibleZip({ "intro.md": "x" }), "it does not contain package.zip"],
  ["a package.zip that is none", reproducibleZip({ "package.zip": "x" }), "invalid zip data"],
  [
    "a flow that is not JSON",
    certificationPackage({ flowFiles: { "Workflows/Flow.json": "{" } }),
    "FlowSolution.zip/Workflows/Flow.json is not valid: ",
  ],
  [
    "a flow of too many levels",
    certificationPackage({ flowFiles: { "Workflows/Flow.json": "[".repeat(100_000) } }),
    "FlowSolution.zip/Workflows/Flow.json is not valid: ",
  ],
  [
    "a file of many zeros",
    packageOf({
      "PkgAssets/A.zip": zipSync({ "Workflows/A.json": new Uint8Array(30_000_000) }, { level: 9 }),
    }),
    "its files are too large (Workflows/A.json)",
  ],
])("%s is one finding, and not thrown", (_name, certification, reason) => {
  const messages = messagesOf(certification);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(`ConnectorPackage.zip cannot be read: ${reason}`);
});
