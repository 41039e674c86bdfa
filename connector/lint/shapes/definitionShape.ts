/** The types of Swagger 2.0's keywords, in our own words. What else there may be is a rule's matter. */
const TEXT = { type: "string" };
const TEXTS = { type: "array", items: TEXT };
const YES_OR_NO = { type: "boolean" };
const NUMBER = { type: "number" };
const INTEGER = { type: "integer" };

function refTo(name: string): Readonly<Record<string, string>> {
  return { $ref: `#/definitions/${name}` };
}

function dictionaryOf(items: object): object {
  return { type: "object", additionalProperties: items };
}

/** A place where a reference may stand instead of the thing itself. */
function orReference(shape: object): object {
  return { type: "object", if: { required: ["$ref"] }, else: shape };
}

/** `required` is left out: lists and yes-or-no are both found in published connectors. */
const TYPE_KEYWORDS = {
  format: TEXT,
  pattern: TEXT,
  enum: { type: "array" },
  minimum: NUMBER,
  maximum: NUMBER,
  exclusiveMinimum: YES_OR_NO,
  exclusiveMaximum: YES_OR_NO,
  multipleOf: NUMBER,
  minLength: INTEGER,
  maxLength: INTEGER,
  minItems: INTEGER,
  maxItems: INTEGER,
  uniqueItems: YES_OR_NO,
};

const SCHEMA_TYPES = ["string", "number", "integer", "boolean", "array", "object", "file"];
const PARAMETER_TYPES = ["string", "number", "integer", "boolean", "array", "file"];
const WITH_A_TYPE = ["query", "header", "path", "formData"];
const PLACES = [...WITH_A_TYPE, "body"];

const OPERATION_PROPERTIES = {
  operationId: TEXT,
  summary: TEXT,
  description: TEXT,
  tags: TEXTS,
  consumes: TEXTS,
  produces: TEXTS,
  schemes: TEXTS,
  deprecated: YES_OR_NO,
  parameters: refTo("parameters"),
  responses: refTo("responses"),
  security: refTo("security"),
  "x-ms-trigger": TEXT,
  "x-ms-trigger-hint": TEXT,
  "x-ms-visibility": TEXT,
};

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch"];

/** A definition's shape: JSON schema, draft 7. */
export const definitionShape = {
  type: "object",
  required: ["info", "paths"],
  properties: {
    info: {
      type: "object",
      properties: {
        title: TEXT,
        version: TEXT,
        description: TEXT,
        termsOfService: TEXT,
        contact: { type: "object", properties: { name: TEXT, url: TEXT, email: TEXT } },
        license: { type: "object", properties: { name: TEXT, url: TEXT }, required: ["name"] },
      },
    },
    host: TEXT,
    basePath: TEXT,
    schemes: TEXTS,
    consumes: TEXTS,
    produces: TEXTS,
    paths: {
      type: "object",
      patternProperties: { "^(?!x-)": refTo("pathItem") },
    },
    definitions: dictionaryOf(refTo("schema")),
    parameters: dictionaryOf(refTo("parameter")),
    responses: dictionaryOf(refTo("response")),
    securityDefinitions: dictionaryOf({
      type: "object",
      required: ["type"],
      properties: {
        type: { enum: ["basic", "apiKey", "oauth2"] },
        name: TEXT,
        in: { enum: ["header", "query"] },
        flow: { enum: ["implicit", "password", "application", "accessCode"] },
        authorizationUrl: TEXT,
        tokenUrl: TEXT,
        scopes: dictionaryOf(TEXT),
      },
    }),
    security: refTo("security"),
    tags: {
      type: "array",
      items: { type: "object", required: ["name"], properties: { name: TEXT, description: TEXT } },
    },
    externalDocs: { type: "object" },
    "x-ms-capabilities": { type: "object" },
    "x-ms-connector-metadata": {
      type: "array",
      items: {
        type: "object",
        required: ["propertyName", "propertyValue"],
        properties: { propertyName: TEXT, propertyValue: TEXT },
      },
    },
  },
  definitions: {
    pathItem: {
      type: "object",
      properties: {
        ...Object.fromEntries(METHODS.map((method) => [method, refTo("operation")])),
        parameters: refTo("parameters"),
        "x-ms-notification-content": { type: "object", properties: { schema: refTo("schema") } },
      },
    },
    operation: { type: "object", properties: OPERATION_PROPERTIES },
    parameters: { type: "array", items: refTo("parameter") },
    parameter: orReference({
      required: ["name", "in"],
      properties: {
        name: TEXT,
        in: { enum: PLACES },
        description: TEXT,
        required: YES_OR_NO,
        type: { enum: PARAMETER_TYPES },
        schema: refTo("schema"),
        items: { type: "object" },
        ...TYPE_KEYWORDS,
        "x-ms-summary": TEXT,
      },
      // A parameter with a schema in the wrong place is told so, and no more.
      if: {
        anyOf: [
          { required: ["schema"] },
          { not: { required: ["in"], properties: { in: { enum: WITH_A_TYPE } } } },
        ],
      },
      else: { required: ["type"] },
    }),
    responses: { type: "object", patternProperties: { "^(?!x-)": refTo("response") } },
    response: orReference({
      required: ["description"],
      properties: {
        description: TEXT,
        schema: refTo("schema"),
        headers: dictionaryOf({
          type: "object",
          required: ["type"],
          properties: { type: { enum: PARAMETER_TYPES }, description: TEXT, ...TYPE_KEYWORDS },
        }),
        examples: { type: "object" },
      },
    }),
    security: { type: "array", items: { type: "object" } },
    schema: orReference({
      properties: {
        type: { enum: SCHEMA_TYPES },
        title: TEXT,
        description: TEXT,
        ...TYPE_KEYWORDS,
        minProperties: INTEGER,
        maxProperties: INTEGER,
        properties: dictionaryOf(refTo("schema")),
        items: refTo("schema"),
        additionalProperties: {
          type: ["boolean", "object"],
          if: { type: "boolean" },
          else: refTo("schema"),
        },
        allOf: { type: "array", items: refTo("schema") },
        discriminator: TEXT,
        readOnly: YES_OR_NO,
        "x-ms-summary": TEXT,
      },
    }),
  },
};
