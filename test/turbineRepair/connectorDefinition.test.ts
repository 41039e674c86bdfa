import { definition } from "../../connector/definition/definition";
import { exampleCall } from "../../connector/definition/exampleCall";
import { operationsOf } from "../../connector/definition/operations";
import type { SwaggerOperation, SwaggerSchema } from "../../connector/definition/swagger";
import { primaryContract } from "../../function/contract/connector";
import { turbineRepair } from "../../function/turbineRepair/turbineRepair";

/** The definition as first published, its sentences ended with a period and https only. */
const PUBLISHED = {
  swagger: "2.0",
  info: { title: "Turbine Repair", version: "1.0.0" },
  basePath: "/",
  schemes: ["https"],
  paths: {
    "/api/TurbineRepair": {
      post: {
        operationId: "CalculateCosts",
        description: "Determines if a technician should be sent for repair.",
        summary: "Calculates costs",
        "x-ms-summary": "Calculates costs",
        "x-ms-visibility": "important",
        produces: ["application/json"],
        consumes: ["application/json"],
        parameters: [
          {
            name: "body",
            in: "body",
            description: "Hours and capacity used to calculate costs.",
            "x-ms-summary": "Hours and capacity",
            "x-ms-visibility": "important",
            required: true,
            schema: {
              type: "object",
              properties: {
                hours: {
                  description: "The amount of effort in hours required to conduct repair.",
                  type: "number",
                  "x-ms-summary": "Hours",
                  "x-ms-visibility": "important",
                },
                capacity: {
                  description: "The max output of a turbine in kilowatts.",
                  type: "number",
                  "x-ms-summary": "Capacity",
                  "x-ms-visibility": "important",
                },
              },
            },
          },
        ],
        responses: {
          "200": {
            description: "Message with cost and revenue numbers.",
            "x-ms-summary": "Message",
            schema: {
              type: "object",
              properties: {
                message: {
                  type: "string",
                  description: "Returns Yes or No depending on calculations.",
                  "x-ms-summary": "Message",
                },
                revenueOpportunity: {
                  type: "string",
                  description: "The revenue opportunity cost.",
                  "x-ms-summary": "RevenueOpportunity",
                },
                costToFix: {
                  type: "string",
                  description: "The cost in $ to fix the turbine.",
                  "x-ms-summary": "CostToFix",
                },
              },
            },
          },
        },
        security: [{ apikeyQuery: [] }],
      },
    },
  },
  definitions: {},
  securityDefinitions: { apikeyQuery: { type: "apiKey", name: "code", in: "query" } },
};

/** The schemas of an operation's bodies and answers. */
function schemasOf({ parameters, responses }: SwaggerOperation): SwaggerSchema[] {
  return [...parameters, ...Object.values(responses)].flatMap((part) =>
    "schema" in part && part.schema ? [part.schema] : [],
  );
}

/** Every schema in a schema, itself included. */
function withInner(schema: SwaggerSchema): SwaggerSchema[] {
  const inner = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.items ? [schema.items] : []),
  ];
  return [schema, ...inner.flatMap(withInner)];
}

const made = definition({ connector: turbineRepair });
const { paths, ...rest } = made;

describe("the example's definition", () => {
  test("has every part of the definition as first published, its main parts in that order", () => {
    expect(made).toMatchObject(PUBLISHED);
    expect(Object.keys(made)).toEqual([
      "swagger",
      "info",
      "host",
      "basePath",
      "schemes",
      "paths",
      "definitions",
      "securityDefinitions",
      "x-ms-connector-metadata",
      "x-ms-capabilities",
    ]);
    expect(Object.keys(paths["/api/TurbineRepair"]?.["post"] ?? {})).toEqual(
      Object.keys(PUBLISHED.paths["/api/TurbineRepair"].post),
    );
  });

  test("says that both numbers are required and not negative", () => {
    const [body] = paths["/api/TurbineRepair"]?.["post"]?.parameters ?? [];
    expect(body).toMatchObject({
      schema: {
        required: ["hours", "capacity"],
        properties: { hours: { minimum: 0 }, capacity: { minimum: 0 } },
      },
    });
  });

  test("is tried with the hours and the capacity of its seed", () => {
    expect(exampleCall(made, primaryContract(turbineRepair))).toEqual({
      method: "POST",
      url: "https://your-function-app.example/api/TurbineRepair",
      headers: { "Content-Type": "application/json" },
      body: '{"hours":6,"capacity":2500}',
    });
  });

  test("has a value to choose from that the operation it names gives", () => {
    const operations = operationsOf(made).map(({ operation }) => operation);
    const drops = operations
      .flatMap((operation) => [...operation.parameters, ...schemasOf(operation).flatMap(withInner)])
      .flatMap((part) => ("x-ms-dynamic-values" in part ? [part] : []));
    expect(drops).toHaveLength(4);
    for (const drop of drops) {
      expect(drop["x-ms-dynamic-values"]).toEqual({
        operationId: "ListTurbines",
        parameters: {},
        "value-collection": "turbines",
        "value-title": "title",
        "value-path": "turbineId",
      });
      expect(drop["x-ms-dynamic-list"]).toEqual({
        operationId: "ListTurbines",
        parameters: {},
        itemsPath: "turbines",
        itemTitlePath: "title",
        itemValuePath: "turbineId",
      });
    }
    const list = operations.find(({ operationId }) => operationId === "ListTurbines");
    expect(list).toMatchObject({
      parameters: [],
      "x-ms-visibility": "internal",
      responses: {
        "200": {
          schema: {
            properties: {
              turbines: { items: { properties: { title: {}, turbineId: {} } } },
            },
          },
        },
      },
    });
  });
});

const polling = { Location: { type: "string" }, "Retry-After": { type: "integer" } };

test("has a polling trigger with its state, where to ask next, and a batch", () => {
  const trigger = paths["/api/inspections"]?.get;
  expect(trigger).toMatchObject({
    operationId: "WhenInspectionRecorded",
    "x-ms-trigger": "batch",
    "x-ms-trigger-hint": expect.stringMatching(/^[A-Z].+\.$/),
    responses: {
      "200": { headers: polling, schema: { type: "array" } },
      "202": { headers: polling },
    },
  });
  expect(trigger?.parameters).toContainEqual(
    expect.objectContaining({
      name: "triggerState",
      in: "query",
      required: false,
      "x-ms-visibility": "internal",
    }),
  );
});

test("has a webhook trigger with its address, its notifications at the path, and what ends it", () => {
  const path = paths["/api/repair-subscriptions"];
  expect(path?.["x-ms-notification-content"]).toMatchObject({
    description: expect.stringMatching(/^[A-Z].+\.$/),
    schema: { type: "object", properties: { noticeId: {}, inspectionId: {}, message: {} } },
  });
  expect(path?.post).toMatchObject({
    operationId: "WhenRepairRecommended",
    "x-ms-trigger": "single",
    responses: { "201": { headers: { Location: { type: "string" } } } },
  });
  expect(path?.post?.parameters).toMatchObject([
    {
      in: "body",
      required: true,
      schema: {
        required: ["callbackUrl"],
        properties: {
          callbackUrl: {
            type: "string",
            "x-ms-notification-url": true,
            "x-ms-visibility": "internal",
          },
        },
      },
    },
  ]);
  expect(paths["/api/repair-subscriptions/{subscriptionId}"]?.delete).toMatchObject({
    "x-ms-visibility": "internal",
    security: [],
    parameters: [
      { name: "subscriptionId", in: "path", required: true, "x-ms-url-encoding": "single" },
      { name: "signature", in: "query", required: true },
    ],
  });
});

test("has long work that begins with 202 and ends with the schema of its result", () => {
  expect(paths["/api/fleet-assessments"]?.post?.responses).toMatchObject({
    "200": {
      schema: { properties: { verdicts: { type: "array" }, totals: { type: "object" } } },
    },
    "202": { headers: polling },
  });
  expect(paths["/api/fleet-assessments/{assessmentId}"]?.get).toMatchObject({
    "x-ms-visibility": "internal",
    security: [],
  });
});

test("has a fleet's turbines as they should be sent, though worse ones are taken too", () => {
  expect(paths["/api/fleet-assessments"]?.post?.parameters).toMatchObject([
    {
      schema: {
        properties: {
          turbines: {
            type: "array",
            minItems: 1,
            maxItems: 1000,
            items: {
              type: "object",
              required: ["turbineId", "hours", "capacity"],
              properties: { hours: { type: "number", minimum: 0 } },
            },
          },
        },
      },
    },
  ]);
});

test("has an operation that tells whether a connection works", () => {
  expect(rest["x-ms-capabilities"]).toEqual({
    testConnection: { operationId: "GetStatus", parameters: {} },
  });
  expect(paths["/api/status"]?.get).toMatchObject({
    operationId: "GetStatus",
    parameters: [],
    "x-ms-visibility": "internal",
  });
});
