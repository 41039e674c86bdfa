import { asSwaggerDocument, type SwaggerDocument } from "../../toolkit/document/swaggerDocument";

export function documentOf(value: unknown): SwaggerDocument {
  return asSwaggerDocument(JSON.parse(JSON.stringify(value)), "the sample");
}

/** Parameters in every place, every way to authenticate, and every kind of operation. */
export const SAMPLE = documentOf({
  swagger: "2.0",
  info: { title: "Book Shop", version: "1", description: "About book shops." },
  host: "shop.example:8443",
  basePath: "/v1/",
  schemes: ["https"],
  consumes: ["application/json"],
  produces: ["application/json"],
  securityDefinitions: {
    query: { type: "apiKey", in: "query", name: "code" },
    header: { type: "apiKey", in: "header", name: "x-functions-key" },
    basic: { type: "basic" },
    oauth2: {
      type: "oauth2",
      flow: "accessCode",
      authorizationUrl: "https://login.example/authorize",
      tokenUrl: "https://login.example/token",
      scopes: { read: "Reads." },
    },
  },
  security: [{ header: [] }],
  parameters: {
    shop: { name: "shop", in: "path", required: true, type: "string", "x-example": "north sea" },
  },
  paths: {
    "/shops/{shop}/shelves/{id}.json": {
      parameters: [{ $ref: "#/parameters/shop" }],
      get: {
        operationId: "ListReadings",
        summary: "List readings",
        description: "Lists readings.",
        parameters: [
          { name: "id", in: "path", required: true, type: "integer", default: 7 },
          { name: "since", in: "query", required: true, type: "string" },
          {
            name: "kinds",
            in: "query",
            required: true,
            type: "array",
            items: { type: "string" },
            default: ["a", "b"],
            collectionFormat: "multi",
          },
          {
            name: "sites",
            in: "query",
            required: true,
            type: "array",
            items: { type: "string" },
            default: ["a", "b"],
            collectionFormat: "pipes",
          },
          { name: "top", in: "query", type: "integer", description: "How many.", "x-example": 3 },
          { name: "triggerState", in: "query", type: "string", "x-ms-visibility": "internal" },
          {
            name: "api-version",
            in: "query",
            required: true,
            type: "string",
            default: "2",
            "x-ms-visibility": "internal",
          },
          { name: "Trace", in: "header", required: true, type: "string", "x-ms-test-value": "t-1" },
        ],
        responses: {
          "200": {
            description: "Readings.",
            schema: { type: "array", items: { $ref: "#/definitions/Reading" } },
          },
          default: { description: "A problem." },
        },
      },
    },
    "/files": {
      post: {
        operationId: "SendFile",
        security: [{ basic: [] }],
        consumes: ["multipart/form-data"],
        parameters: [
          { name: "label", in: "formData", required: true, type: "string", "x-example": "one" },
          { name: "content", in: "formData", required: true, type: "file", "x-example": "f" },
        ],
        responses: { "204": { description: "Sent." } },
      },
      put: {
        operationId: "SendForm",
        security: [{ query: [] }],
        consumes: ["application/x-www-form-urlencoded"],
        parameters: [
          { name: "label", in: "formData", required: true, type: "string", "x-example": "a b" },
        ],
        responses: {
          "200": { description: "Sent.", examples: { "application/json": { sent: true } } },
        },
      },
    },
    "/orders": {
      post: {
        operationId: "Order",
        security: [{ oauth2: ["read"] }],
        parameters: [
          { name: "body", in: "body", required: true, schema: { $ref: "#/definitions/Order" } },
        ],
        responses: { "201": { description: "Ordered.", schema: { $ref: "#/definitions/Order" } } },
      },
    },
    "/hooks/{id}": {
      delete: {
        operationId: "DeleteHook",
        "x-ms-visibility": "internal",
        security: [],
        parameters: [
          { name: "id", in: "path", required: true, type: "string" },
          { name: "signature", in: "query", required: true, type: "string" },
        ],
        responses: { "200": { description: "Deleted." } },
      },
    },
    "/events": {
      get: {
        operationId: "WhenEvent",
        "x-ms-trigger": "batch",
        responses: { "200": { description: "Events." }, "202": { description: "None." } },
      },
    },
  },
  definitions: {
    Reading: {
      type: "object",
      properties: {
        at: { type: "string", format: "date-time" },
        price: { type: "number", minimum: 2 },
        next: { $ref: "#/definitions/Reading" },
      },
    },
    Order: {
      type: "object",
      required: ["part", "kind", "customer", "secret"],
      properties: {
        part: { type: "string", example: "paper" },
        kind: { type: "string", enum: ["new", "used"] },
        customer: { type: "string" },
        secret: { type: "string", "x-ms-visibility": "internal", default: "s" },
        note: { type: "string" },
        count: { type: "integer", example: 2 },
        hidden: { type: "string", example: "h", "x-ms-visibility": "internal" },
        id: { type: "string", readOnly: true, example: "o-1" },
      },
    },
  },
});
