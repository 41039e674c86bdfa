import { METHODS } from "../../document/methods";

/** Swagger 2.0's keywords of each kind of object. */
export const KEYWORDS = {
  root: [
    "swagger",
    "info",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "paths",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
    "security",
    "tags",
    "externalDocs",
  ],
  info: ["title", "version", "description", "termsOfService", "contact", "license"],
  contact: ["name", "url", "email"],
  pathItem: ["$ref", "parameters", ...METHODS],
  operation: [
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "consumes",
    "produces",
    "parameters",
    "responses",
    "schemes",
    "deprecated",
    "security",
  ],
  response: ["$ref", "description", "schema", "headers", "examples"],
} as const satisfies Record<string, readonly string[]>;

const TYPE_KEYWORDS = [
  "type",
  "format",
  "items",
  "default",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "maxItems",
  "minItems",
  "uniqueItems",
  "enum",
  "multipleOf",
  "description",
  "$ref",
];
/** Keywords of parameters, and of what is in them. */
export const PARAMETER_KEYWORDS = TYPE_KEYWORDS.concat([
  "name",
  "in",
  "required",
  "allowEmptyValue",
  "collectionFormat",
  "schema",
]);
/** Keywords of schemas and headers. */
export const SCHEMA_KEYWORDS = TYPE_KEYWORDS.concat(
  ["title", "required", "properties", "additionalProperties", "allOf", "maxProperties"],
  ["minProperties", "discriminator", "readOnly", "xml", "externalDocs", "example"],
  "collectionFormat",
);

/** Keywords of OpenAPI 3 that are not in Swagger 2.0. */
export const OPENAPI_3 = [
  "openapi",
  "servers",
  "components",
  "webhooks",
  "requestBody",
  "callbacks",
  "content",
  "links",
  "oneOf",
  "anyOf",
  "not",
  "nullable",
  "writeOnly",
  "explode",
  "style",
];
