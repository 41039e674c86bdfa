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
const { paths } = made;

describe("the example's definition", () => {
  test("has every part of the definition as first published", () => {
    expect(made).toMatchObject(PUBLISHED);
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

test.each([
  ["a polling trigger", "/api/inspections", "get", "WhenInspectionRecorded", "batch"],
  ["a webhook trigger", "/api/repair-subscriptions", "post", "WhenRepairRecommended", "single"],
] as const)("the example has %s", (_what, path, method, operationId, kind) => {
  expect(paths[path]?.[method]).toMatchObject({
    operationId,
    "x-ms-trigger": kind,
    "x-ms-trigger-hint": expect.stringMatching(/^[A-Z].+\.$/),
  });
});

test("a recommended repair is published as what the webhook trigger sends", () => {
  expect(paths["/api/repair-subscriptions"]?.["x-ms-notification-content"]).toMatchObject({
    description: expect.stringMatching(/^[A-Z].+\.$/),
    schema: { type: "object", properties: { noticeId: {}, inspectionId: {}, message: {} } },
  });
});

test("the example has long work, from a fleet's turbines to their verdicts", () => {
  const { parameters, responses } = paths["/api/fleet-assessments"]?.post ?? {};
  const turbine = {
    required: ["turbineId", "hours", "capacity"],
    properties: { hours: { type: "number", minimum: 0 } },
  };
  expect(parameters).toMatchObject([
    { schema: { properties: { turbines: { minItems: 1, maxItems: 1000, items: turbine } } } },
  ]);
  const result = { properties: { verdicts: { type: "array" }, totals: { type: "object" } } };
  expect(responses).toMatchObject({ "200": { schema: result }, "202": {} });
  expect(paths["/api/fleet-assessments/{assessmentId}"]?.get?.responses).toMatchObject({
    "200": { schema: result },
  });
});

test("the example has what the platform calls and makers do not see", () => {
  const internal = operationsOf(made)
    .filter(({ operation }) => operation["x-ms-visibility"] === "internal")
    .map(({ operation }) => operation.operationId);
  expect(internal.toSorted()).toEqual([
    "DeleteRepairSubscription",
    "GetFleetAssessment",
    "GetStatus",
    "ListRepairSubscriptions",
    "ListTurbines",
  ]);
  expect(made["x-ms-capabilities"]?.testConnection.operationId).toBe("GetStatus");
});
