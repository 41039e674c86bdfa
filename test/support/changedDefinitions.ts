import type { Change } from "../../toolkit/diff/change";
import { compareDefinitions } from "../../toolkit/diff/compareDefinitions";
import { asSwaggerDocument } from "../../toolkit/document/swaggerDocument";

/** In an edit: the part goes. */
export const GONE = Symbol("gone");
/** Parts to set or take away, by JSON pointer. */
export type Edit = Readonly<Record<string, unknown>>;

/** An action with parameters in every place, a polled trigger, a webhook with its deletion. */
export const BASE = {
  swagger: "2.0",
  info: { title: "Book Shop", version: "1.0.0", description: "About book shops." },
  host: "shop.azurewebsites.net",
  basePath: "/",
  schemes: ["https"],
  securityDefinitions: {
    key: { type: "apiKey", in: "query", name: "code" },
  },
  security: [{ key: [] }],
  consumes: ["application/json"],
  produces: ["application/json"],
  paths: {
    "/api/shops/{shop}/quote": {
      parameters: [{ name: "shop", in: "path", required: true, type: "string" }],
      post: {
        operationId: "QuotePrice",
        summary: "Quotes a price",
        parameters: [
          { name: "unit", in: "query", type: "string", enum: ["EUR", "USD"] },
          { name: "limit", in: "query", type: "integer", format: "int32", maximum: 10, default: 5 },
          {
            name: "api-version",
            in: "header",
            required: true,
            type: "string",
            default: "1",
            "x-ms-visibility": "internal",
          },
          {
            name: "body",
            in: "body",
            required: true,
            schema: {
              type: "object",
              required: ["pages", "copies"],
              properties: {
                pages: { type: "number" },
                copies: { type: "number" },
                note: { type: "string", "x-ms-summary": "Note" },
                site: {
                  type: "string",
                  "x-ms-dynamic-values": { operationId: "ListSites", "value-path": "id" },
                },
                parts: { type: "array", items: { $ref: "#/definitions/Part" } },
              },
            },
          },
        ],
        responses: {
          "200": { description: "The quote.", schema: { $ref: "#/definitions/Quote" } },
          "404": {
            description: "None.",
            schema: { type: "object", properties: { code: { type: "string" } } },
          },
          default: { description: "A problem." },
        },
      },
    },
    "/api/sites": {
      get: {
        operationId: "ListSites",
        "x-ms-visibility": "internal",
        responses: { "200": { description: "Sites.", schema: { type: "array", items: {} } } },
      },
    },
    "/api/events": {
      get: {
        operationId: "WhenEvent",
        "x-ms-trigger": "batch",
        parameters: [
          { name: "state", in: "query", type: "string", "x-ms-visibility": "internal" },
          { name: "shop", in: "query", type: "string", required: true },
          { name: "site", in: "query", type: "string", required: true },
        ],
        responses: {
          "200": {
            description: "Events.",
            schema: { type: "array", items: { $ref: "#/definitions/Event" } },
          },
          "202": { description: "Nothing yet.", headers: { Location: { type: "string" } } },
        },
      },
    },
    "/api/hooks": {
      "x-ms-notification-content": { schema: { $ref: "#/definitions/Event" } },
      post: {
        operationId: "WhenAlarm",
        "x-ms-trigger": "single",
        parameters: [
          {
            name: "body",
            in: "body",
            required: true,
            schema: {
              type: "object",
              required: ["url"],
              properties: {
                url: {
                  type: "string",
                  "x-ms-visibility": "internal",
                  "x-ms-notification-url": true,
                },
              },
            },
          },
        ],
        responses: { "201": { description: "Registered." } },
      },
    },
  },
  definitions: {
    Part: {
      type: "object",
      required: ["name"],
      properties: {
        name: { type: "string" },
        parts: { type: "array", items: { $ref: "#/definitions/Part" } },
      },
    },
    Event: {
      type: "object",
      properties: {
        at: { type: "string", format: "date-time" },
        kind: { type: "string", enum: ["A"] },
      },
    },
    Quote: {
      type: "object",
      required: ["message"],
      properties: {
        message: { type: "string" },
        total: { type: "integer" },
        trace: { type: "string", "x-ms-visibility": "internal" },
      },
    },
  },
};

export const QUOTE = "/paths/~1api~1shops~1{shop}~1quote";
export const PARAMETERS = `${QUOTE}/post/parameters`;
export const UNIT = `${PARAMETERS}/0`;
export const LIMIT = `${PARAMETERS}/1`;
export const VERSION = `${PARAMETERS}/2`;
export const BODY = `${PARAMETERS}/3`;
export const FIELDS = `${BODY}/schema/properties`;
export const RESPONSES = `${QUOTE}/post/responses`;
export const RESPONSE = "/definitions/Quote/properties";
export const POLLED = "/paths/~1api~1events/get";
export const HOOKS = "/paths/~1api~1hooks";

export function edited(edit: Edit, base: object = BASE): Record<string, unknown> {
  const copy = structuredClone(base) as Record<string, unknown>;
  for (const [pointer, value] of Object.entries(edit)) {
    const keys = pointer
      .slice(1)
      .split("/")
      .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = keys.pop() ?? "";
    let parent = copy;
    for (const key of keys) parent = parent[key] as Record<string, unknown>;
    if (value !== GONE) parent[last] = structuredClone(value);
    else if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete parent[last];
  }
  return copy;
}

export function compare(before: unknown, after: unknown): Change[] {
  const [source, next] = ["old", "new"];
  return compareDefinitions(
    { source, document: asSwaggerDocument(before, source) },
    { source: next, document: asSwaggerDocument(after, next) },
  );
}

/** The changes, each as `severity rule operation subject`. */
export function listed(changes: readonly Change[]): string[] {
  return changes.map(({ severity, rule, operationId, subject }) =>
    [severity, rule, operationId, subject].filter(Boolean).join(" "),
  );
}

/** Swaps two keys of the object at a pointer, as a reordering in the document does. */
export function reordered(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).toReversed());
}
