import { METHODS } from "../../document/methods";
import type { Shape } from "./shapeFaults";

/** The types of Swagger 2.0's keywords, in our own words; one shape for each kind of object. */
const TEXT = { type: "string" };
const TEXTS = { type: "array", items: TEXT };
const YES_OR_NO = { type: "boolean" };
const NUMBER = { type: "number" };
const INTEGER = { type: "integer" };
const OBJECT = { type: "object" };
const OBJECTS = { type: "array", items: OBJECT };
const DICTIONARY = { type: "object", additionalProperties: OBJECT };
/** An object whose extensions may be anything. */
const EXTENSIBLE = { type: "object", patternProperties: { "^(?!x-)": OBJECT } };

/** `required` is left out: published connectors have both arrays and booleans. */
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

const SIMPLE_TYPES = ["string", "number", "integer", "boolean", "array", "file"];
const WITH_A_TYPE = ["query", "header", "path", "formData"];

export const rootShape: Shape = {
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
    paths: EXTENSIBLE,
    definitions: DICTIONARY,
    parameters: DICTIONARY,
    responses: DICTIONARY,
    securityDefinitions: {
      type: "object",
      additionalProperties: {
        type: "object",
        required: ["type"],
        properties: {
          type: { enum: ["basic", "apiKey", "oauth2"] },
          name: TEXT,
          in: { enum: ["header", "query"] },
          flow: { enum: ["implicit", "password", "application", "accessCode"] },
          authorizationUrl: TEXT,
          tokenUrl: TEXT,
          scopes: { type: "object", additionalProperties: TEXT },
        },
      },
    },
    security: OBJECTS,
    tags: {
      type: "array",
      items: { type: "object", required: ["name"], properties: { name: TEXT, description: TEXT } },
    },
    externalDocs: OBJECT,
    "x-ms-capabilities": OBJECT,
    "x-ms-connector-metadata": {
      type: "array",
      items: {
        type: "object",
        required: ["propertyName", "propertyValue"],
        properties: { propertyName: TEXT, propertyValue: TEXT },
      },
    },
  },
};

export const pathItemShape: Shape = {
  properties: {
    ...Object.fromEntries(METHODS.map((method) => [method, OBJECT])),
    parameters: OBJECTS,
    "x-ms-notification-content": { type: "object", properties: { schema: OBJECT } },
  },
};

export const operationShape: Shape = {
  properties: {
    operationId: TEXT,
    summary: TEXT,
    description: TEXT,
    tags: TEXTS,
    consumes: TEXTS,
    produces: TEXTS,
    schemes: TEXTS,
    deprecated: YES_OR_NO,
    parameters: OBJECTS,
    responses: EXTENSIBLE,
    security: OBJECTS,
    "x-ms-trigger": TEXT,
    "x-ms-trigger-hint": TEXT,
    "x-ms-visibility": TEXT,
  },
};

export const parameterShape: Shape = {
  required: ["name", "in"],
  properties: {
    name: TEXT,
    in: { enum: [...WITH_A_TYPE, "body"] },
    description: TEXT,
    required: YES_OR_NO,
    type: { enum: SIMPLE_TYPES },
    schema: OBJECT,
    items: OBJECT,
    ...TYPE_KEYWORDS,
    "x-ms-summary": TEXT,
  },
  // A parameter with a schema in the wrong place is reported only for that.
  if: {
    anyOf: [
      { required: ["schema"] },
      { not: { required: ["in"], properties: { in: { enum: WITH_A_TYPE } } } },
    ],
  },
  else: { required: ["type"] },
};

export const responseShape: Shape = {
  required: ["description"],
  properties: { description: TEXT, schema: OBJECT, headers: DICTIONARY, examples: OBJECT },
};

export const headerShape: Shape = {
  required: ["type"],
  properties: { type: { enum: SIMPLE_TYPES }, description: TEXT, ...TYPE_KEYWORDS },
};

export const schemaShape: Shape = {
  properties: {
    type: { enum: [...SIMPLE_TYPES, "object"] },
    title: TEXT,
    description: TEXT,
    ...TYPE_KEYWORDS,
    minProperties: INTEGER,
    maxProperties: INTEGER,
    properties: DICTIONARY,
    items: OBJECT,
    additionalProperties: { type: ["boolean", "object"] },
    allOf: OBJECTS,
    discriminator: TEXT,
    readOnly: YES_OR_NO,
    "x-ms-summary": TEXT,
  },
};
