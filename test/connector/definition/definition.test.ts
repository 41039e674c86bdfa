import * as v from "valibot";
import { definition } from "../../../connector/definition/definition";
import { toSwaggerSchema } from "../../../connector/definition/toSwaggerSchema";
import { operationIds } from "../../../connector/definition/operations";
import type { Contract } from "../../../function/contract/contract";
import { listDepots, quotePostage } from "../../support/sampleConnector/actions";
import { connectorOf, sampleConnector } from "../../support/sampleConnector/sampleConnector";

const made = definition({ connector: sampleConnector });
const { paths } = made;
const askAgain = { Location: { type: "string" }, "Retry-After": { type: "integer" } };

/** The sample's first action with another schema of its body. */
function withBody(schema: NonNullable<Contract["request"]["body"]>["schema"]): Contract {
  return { ...quotePostage, request: { body: { ...quotePostage.request.body, schema } } };
}

/** Two operations of one name, and a drop-down that nothing feeds. */
function makeBroken() {
  return definition({ connector: connectorOf(quotePostage, quotePostage) });
}

describe("the definition", () => {
  test("has what the connector says of itself, and its parts in that order", () => {
    const { about } = sampleConnector;
    expect(made.info).toEqual(about.info);
    expect(made["x-ms-connector-metadata"]).toEqual(about.metadata);
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
  });

  test("has every operation, in the connector's order", () => {
    const ids = sampleConnector.operations.map(({ contract }) => contract.operationId);
    // Operations of one path stand together.
    expect(operationIds(made).toSorted()).toEqual(ids.toSorted());
    expect(operationIds(made).slice(0, 3)).toEqual([
      "RecordParcel",
      "WhenParcelRecorded",
      "QuotePostage",
    ]);
  });

  test.each<[string, v.GenericSchema, object]>([
    ["a choice of texts", v.picklist(["s", "m"]), { type: "string", enum: ["s", "m"] }],
    ["a choice of numbers", v.picklist([1, 2]), { type: "number", enum: [1, 2] }],
    ["one value", v.literal("parcel"), { type: "string", enum: ["parcel"] }],
    [
      "a range",
      v.pipe(v.number(), v.minValue(1), v.maxValue(5)),
      { type: "number", minimum: 1, maximum: 5 },
    ],
    ["a trimmed text", v.pipe(v.string(), v.trim()), { type: "string" }],
    [
      "a value that has a default",
      v.optional(v.boolean(), true),
      { type: "boolean", default: true },
    ],
  ])("publishes %s as Swagger does", (_what, schema, published) => {
    expect(toSwaggerSchema(schema)).toEqual(published);
  });

  test("names the operation whose schema has no published form, and why", () => {
    const contract = withBody(v.object({ grams: v.pipe(v.number(), v.gtValue(0)) }));
    expect(() => definition({ connector: connectorOf(contract) })).toThrow(
      /^QuotePostage: A contract's schema cannot be published as it is:\nThe "gt_value" action/,
    );
  });

  test("names a host that cannot belong to anybody", () => {
    expect(made.host).toMatch(/^[a-z-]+\.example$/);
  });

  test("has an action's whole contract, its parts in that order", () => {
    expect(JSON.stringify(paths["/api/postage"]?.post)).toBe(
      JSON.stringify({
        operationId: "QuotePostage",
        description: "Works out what it costs to send a parcel.",
        summary: "Quote postage",
        "x-ms-summary": "Quote postage",
        "x-ms-visibility": "important",
        produces: ["application/json"],
        consumes: ["application/json"],
        parameters: [
          {
            name: "body",
            in: "body",
            description: "The parcel to send.",
            "x-ms-summary": "Parcel",
            required: true,
            schema: {
              type: "object",
              required: ["grams", "isExpress", "depotId"],
              properties: {
                grams: {
                  type: "number",
                  description: "The weight in grams.",
                  minimum: 0,
                  example: 250,
                  "x-ms-summary": "Weight",
                },
                isExpress: {
                  type: "boolean",
                  description: "Whether the parcel travels overnight.",
                  example: true,
                  "x-ms-summary": "Express",
                },
                depotId: {
                  type: "string",
                  description: "The depot that the parcel lies in.",
                  example: "north",
                  "x-ms-summary": "Depot",
                  "x-ms-dynamic-values": {
                    operationId: "ListDepots",
                    parameters: {},
                    "value-collection": "depots",
                    "value-title": "title",
                    "value-path": "depotId",
                  },
                  "x-ms-dynamic-list": {
                    operationId: "ListDepots",
                    parameters: {},
                    itemsPath: "depots",
                    itemTitlePath: "title",
                    itemValuePath: "depotId",
                  },
                },
                note: {
                  type: "string",
                  description: "A note for the driver.",
                  "x-ms-summary": "Note",
                },
              },
            },
          },
        ],
        responses: {
          "200": {
            description: "The postage.",
            "x-ms-summary": "Postage",
            schema: {
              type: "object",
              required: ["cents"],
              properties: {
                cents: {
                  type: "integer",
                  description: "The postage in cents.",
                  "x-ms-summary": "Postage",
                },
              },
            },
          },
          default: {
            description: "A problem document that says what was wrong and what was expected.",
          },
        },
        security: [{ apikeyQuery: [] }],
      }),
    );
  });

  test("has values of path, query and header as parameters, with their examples", () => {
    const { parameters = [] } = paths["/api/parcels/{parcelId}/events"]?.get ?? {};
    expect(parameters).toEqual([
      expect.objectContaining({
        name: "parcelId",
        in: "path",
        required: true,
        "x-example": "P-1",
        "x-ms-url-encoding": "single",
      }),
      expect.objectContaining({ name: "language", in: "query", required: true }),
      expect.objectContaining({ name: "since", in: "query", required: false }),
      expect.objectContaining({ name: "Region", in: "header", required: true, type: "string" }),
    ]);
    for (const parameter of parameters) expect(parameter).not.toHaveProperty("example");
  });

  test("has a polling trigger with its state, where to ask next, and a batch", () => {
    expect(paths["/api/parcels"]?.get).toMatchObject({
      "x-ms-trigger": "batch",
      "x-ms-trigger-hint": "To see it work now, record a parcel.",
      parameters: [
        { name: "depotId", required: false },
        { name: "triggerState", in: "query", required: false, "x-ms-visibility": "internal" },
      ],
      responses: {
        "200": { headers: askAgain, schema: { type: "array" } },
        "202": { description: "Nothing is new yet.", headers: askAgain },
      },
    });
  });

  test("has a webhook trigger with its address, what it sends, and what ends it", () => {
    const path = paths["/api/subscriptions"];
    expect(path?.["x-ms-notification-content"]).toMatchObject({
      description: "A heavy parcel.",
      schema: { type: "object", properties: { noticeId: {}, parcelId: {} } },
    });
    expect(path?.post).toMatchObject({
      "x-ms-trigger": "single",
      parameters: [
        {
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
      ],
      responses: { "201": { headers: { Location: { type: "string" } } } },
    });
    expect(path?.get).toMatchObject({ operationId: "ListSubscriptions" });
    expect(paths["/api/subscriptions/{subscriptionId}"]?.delete).toMatchObject({
      "x-ms-visibility": "internal",
      security: [],
      parameters: [
        { name: "subscriptionId", in: "path", required: true, "x-ms-url-encoding": "single" },
        { name: "signature", in: "query", required: true },
      ],
    });
  });

  test("has long work that begins with 202 and ends with the schema of its result", () => {
    const result = { properties: { weights: { type: "array" } } };
    expect(paths["/api/weighings"]?.post?.responses).toMatchObject({
      "200": { schema: result },
      "202": { headers: askAgain },
    });
    expect(paths["/api/weighings/{weighingId}"]?.get).toMatchObject({
      "x-ms-visibility": "internal",
      security: [],
      responses: { "200": { schema: result }, "202": { headers: askAgain } },
    });
  });

  test("has the items of a lenient list as they should be sent, though worse ones are taken too", () => {
    expect(paths["/api/weighings"]?.post?.parameters).toMatchObject([
      {
        schema: {
          properties: {
            parcels: {
              minItems: 1,
              maxItems: 1000,
              items: { type: "object", required: ["grams"], properties: { grams: { minimum: 0 } } },
            },
          },
        },
      },
    ]);
  });

  test("names the operation that tests a connection, where there is one", () => {
    const testConnection = { operationId: "GetHealth", parameters: {} };
    expect(made["x-ms-capabilities"]).toEqual({ testConnection });
    expect(definition({ connector: connectorOf(quotePostage, listDepots) })).not.toHaveProperty(
      "x-ms-capabilities",
    );
  });

  test("has no list of required fields where none is required", () => {
    const contract = withBody(v.object({ depot: v.optional(v.string()) }));
    const [body] =
      definition({ connector: connectorOf(contract) }).paths["/api/postage"]?.post?.parameters ??
      [];
    expect(body).toHaveProperty("schema", {
      type: "object",
      properties: { depot: { type: "string" } },
    });
  });

  test("is refused when a schema has no published form", () => {
    const contract = withBody(v.object({ depot: v.union([v.string(), v.number()]) }));
    const make = () => definition({ connector: connectorOf(contract) });
    expect(make).toThrow(RangeError);
    expect(make).toThrow(/anyOf[^]*properties\.depot/);
  });

  test("is refused for a connector that cannot be deployed, every reason at once", () => {
    expect(makeBroken).toThrow(RangeError);
    expect(makeBroken).toThrow(/QuotePostage[^]*ListDepots/);
  });
});
