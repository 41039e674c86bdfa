import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { thisConnector } from "../../function/thisConnector";
import { definition } from "../../connector/definition/definition";
import type { Change } from "../../toolkit/diff/change";
import { compareDefinitions } from "../../toolkit/diff/compareDefinitions";
import { reportOf } from "../../toolkit/diff/report";
import { asSwaggerDocument } from "../../toolkit/document/swaggerDocument";
import { readDefinition } from "../../toolkit/document/readDefinition";
import { fakePulumi, runConnector, type PulumiAnswers } from "../support/connectorCommand";

/** In an edit: the part goes. */
const GONE = Symbol("gone");
/** Parts to set or take away, by JSON pointer. */
type Edit = Readonly<Record<string, unknown>>;

/** An action with parameters in every place, a polled trigger, a webhook with its deletion. */
const BASE = {
  swagger: "2.0",
  info: { title: "Wind Farm", version: "1.0.0", description: "About wind farms." },
  host: "farm.azurewebsites.net",
  basePath: "/",
  schemes: ["https"],
  securityDefinitions: {
    key: { type: "apiKey", in: "query", name: "code" },
  },
  security: [{ key: [] }],
  consumes: ["application/json"],
  produces: ["application/json"],
  paths: {
    "/api/farms/{farm}/costs": {
      parameters: [{ name: "farm", in: "path", required: true, type: "string" }],
      post: {
        operationId: "CalculateCosts",
        summary: "Calculates costs",
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
              required: ["hours", "capacity"],
              properties: {
                hours: { type: "number" },
                capacity: { type: "number" },
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
          "200": { description: "The costs.", schema: { $ref: "#/definitions/Costs" } },
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
          { name: "farm", in: "query", type: "string", required: true },
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
    Costs: {
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

const COSTS = "/paths/~1api~1farms~1{farm}~1costs";
const PARAMETERS = `${COSTS}/post/parameters`;
const UNIT = `${PARAMETERS}/0`;
const LIMIT = `${PARAMETERS}/1`;
const VERSION = `${PARAMETERS}/2`;
const BODY = `${PARAMETERS}/3`;
const FIELDS = `${BODY}/schema/properties`;
const ANSWERS = `${COSTS}/post/responses`;
const ANSWER = "/definitions/Costs/properties";
const POLLED = "/paths/~1api~1events/get";
const HOOKS = "/paths/~1api~1hooks";

function edited(edit: Edit, base: object = BASE): Record<string, unknown> {
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

function compare(before: unknown, after: unknown): Change[] {
  const [source, next] = ["old", "new"];
  return compareDefinitions(
    { source, document: asSwaggerDocument(before, source) },
    { source: next, document: asSwaggerDocument(after, next) },
  );
}

/** The changes, each as `level kind operation subject`. */
function told(changes: readonly Change[]): string[] {
  return changes.map(({ level, kind, operationId, subject }) =>
    [level, kind, operationId, subject].filter(Boolean).join(" "),
  );
}

/** Swaps two keys of the object at a pointer, as a reordering in the document does. */
function reordered(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).toReversed());
}

const NEW_OPERATION = {
  operationId: "CalculateMore",
  responses: { "200": { description: "More." } },
};

const OF_CONNECTOR: [string, Edit, string[]][] = [
  ["a new title", { "/info/title": "Wind Park" }, ["warning title-changed"]],
  ["new texts", { "/info/description": "Other." }, ["safe text-changed"]],
  ["another host", { "/host": "park.azurewebsites.net" }, ["warning host-changed"]],
  [
    "a host that is not filled in, which has no scheme either",
    { "/host": "your-function-app.example", "/schemes": ["http"] },
    [],
  ],
  ["another base path", { "/basePath": "/v2" }, ["warning host-changed"]],
  ["another scheme", { "/schemes": ["http"] }, ["warning host-changed"]],
  [
    "a key in another place",
    { "/securityDefinitions/key/in": "header" },
    ["breaking security-changed"],
  ],
  [
    "another way to authenticate",
    { "/securityDefinitions/key": { type: "basic" } },
    ["breaking security-changed", "breaking security-changed"],
  ],
  [
    "a second key",
    { "/securityDefinitions/more": { type: "apiKey", in: "header", name: "tenant" } },
    ["breaking security-changed"],
  ],
  [
    "a security definition by another name",
    { "/securityDefinitions": { k: BASE.securityDefinitions.key }, "/security": [{ k: [] }] },
    [],
  ],
  ["an extension of the connector", { "/x-ms-capabilities": {} }, ["safe extension-changed"]],
];

const OF_OPERATIONS: [string, Edit, string[]][] = [
  [
    "an operation that is gone",
    { "/paths/~1api~1events": GONE },
    ["breaking operation-removed WhenEvent"],
  ],
  [
    "a new operation",
    { "/paths/~1api~1sites/post": NEW_OPERATION },
    ["safe operation-added CalculateMore"],
  ],
  [
    "another operationId",
    { [`${COSTS}/post/operationId`]: "GetCosts" },
    ["breaking operation-renamed CalculateCosts"],
  ],
  [
    "another path",
    { [COSTS]: GONE, "/paths/~1api~1v2~1{farm}": BASE.paths["/api/farms/{farm}/costs"] },
    ["breaking address-changed CalculateCosts"],
  ],
  [
    "another method",
    { [`${HOOKS}/post`]: GONE, [`${HOOKS}/put`]: BASE.paths["/api/hooks"].post },
    ["breaking address-changed WhenAlarm"],
  ],
  [
    "an operation out of makers' sight",
    { [`${COSTS}/post/x-ms-visibility`]: "internal" },
    ["warning operation-hidden CalculateCosts"],
  ],
  [
    "an operation to be found sooner",
    { [`${COSTS}/post/x-ms-visibility`]: "important" },
    ["safe visibility-changed CalculateCosts"],
  ],
  [
    "a deprecated operation",
    { [`${COSTS}/post/deprecated`]: true },
    ["safe operation-deprecated CalculateCosts"],
  ],
  [
    "a trigger of single events",
    { [`${POLLED}/x-ms-trigger`]: "single" },
    ["breaking trigger-changed WhenEvent"],
  ],
  [
    "a trigger that is called instead of polled",
    {
      "/paths/~1api~1events/x-ms-notification-content":
        BASE.paths["/api/hooks"]["x-ms-notification-content"],
    },
    ["breaking trigger-changed WhenEvent", "safe output-added WhenEvent notice"],
  ],
  [
    "a trigger that no more says what it sends",
    { [`${HOOKS}/x-ms-notification-content`]: GONE },
    ["breaking output-removed WhenAlarm notice"],
  ],
  [
    "a trigger that is none any more",
    { [`${POLLED}/x-ms-trigger`]: GONE },
    ["breaking trigger-changed WhenEvent", "breaking trigger-changed WhenEvent"],
  ],
  [
    "an operation without credentials",
    { [`${POLLED}/security`]: [] },
    ["warning operation-security-changed WhenEvent"],
  ],
  [
    "a media type that is not taken",
    { [`${COSTS}/post/consumes`]: ["text/plain"] },
    ["breaking media-type-removed CalculateCosts", "safe media-type-added CalculateCosts"],
  ],
  ["a new summary", { [`${COSTS}/post/summary`]: "Costs" }, ["safe text-changed CalculateCosts"]],
  [
    "pages",
    { [`${COSTS}/post/x-ms-pageable`]: { nextLinkName: "next" } },
    ["warning extension-changed CalculateCosts"],
  ],
];

const OF_INPUTS: [string, Edit, string[]][] = [
  ["an input that is gone", { [UNIT]: GONE }, ["breaking input-removed CalculateCosts input unit"]],
  [
    "a field that is gone",
    { [`${FIELDS}/site`]: GONE },
    ["breaking input-removed CalculateCosts input body/site"],
  ],
  [
    "an internal input that nobody gave",
    { [`${POLLED}/parameters/0`]: GONE },
    ["warning input-removed WhenEvent input state"],
  ],
  [
    "another name",
    { [`${UNIT}/name`]: "currency" },
    ["breaking input-renamed CalculateCosts input unit"],
  ],
  [
    "a body by another name",
    { [`${BODY}/name`]: "item" },
    ["breaking input-renamed CalculateCosts input body"],
  ],
  [
    "a required input by another name",
    {
      [COSTS]: GONE,
      "/paths/~1api~1farms~1{park}~1costs": {
        ...BASE.paths["/api/farms/{farm}/costs"],
        parameters: [{ name: "park", in: "path", required: true, type: "string" }],
      },
    },
    ["breaking input-renamed CalculateCosts input farm"],
  ],
  [
    "an unlike input instead of one",
    { [UNIT]: { name: "crew", in: "query", type: "integer", required: true } },
    [
      "breaking input-removed CalculateCosts input unit",
      "breaking required-input-added CalculateCosts input crew",
    ],
  ],
  [
    "two fields, of which either may be one that is gone",
    {
      [`${FIELDS}/note`]: GONE,
      [`${FIELDS}/remark`]: { type: "string" },
      [`${FIELDS}/comment`]: { type: "string" },
    },
    [
      "breaking input-removed CalculateCosts input body/note",
      "safe input-added CalculateCosts input body/remark",
      "safe input-added CalculateCosts input body/comment",
    ],
  ],
  [
    "a new required input",
    { [`${PARAMETERS}/4`]: { name: "crew", in: "query", type: "string", required: true } },
    ["breaking required-input-added CalculateCosts input crew"],
  ],
  [
    "a new required input that is filled in",
    {
      [`${PARAMETERS}/4`]: {
        ...BASE.paths["/api/farms/{farm}/costs"].post.parameters[2],
        name: "v",
      },
    },
    ["warning required-input-added CalculateCosts input v"],
  ],
  [
    "a new optional input",
    { [`${PARAMETERS}/4`]: { name: "crew", in: "query", type: "string" } },
    ["safe input-added CalculateCosts input crew"],
  ],
  [
    "a new required field of a schema that contains itself, told once",
    {
      "/definitions/Part/required": ["name", "price"],
      "/definitions/Part/properties/price": { type: "number" },
    },
    ["breaking required-input-added CalculateCosts input body/parts/[]/price"],
  ],
  [
    "an optional input required",
    { [`${UNIT}/required`]: true },
    ["breaking input-now-required CalculateCosts input unit"],
  ],
  [
    "another place",
    { [`${UNIT}/in`]: "header" },
    ["breaking input-moved CalculateCosts input unit"],
  ],
  [
    "another type",
    { [`${UNIT}/type`]: "integer" },
    ["breaking input-type-changed CalculateCosts input unit"],
  ],
  [
    "an object for a text, told once",
    { [`${FIELDS}/note`]: { type: "object", properties: { text: { type: "string" } } } },
    ["breaking input-type-changed CalculateCosts input body/note"],
  ],
  [
    "a number for an integer, which takes in all integers",
    { [`${LIMIT}/type`]: "number" },
    ["safe input-type-changed CalculateCosts input limit"],
  ],
  [
    "a wider integer",
    { [`${LIMIT}/format`]: "int64" },
    ["safe input-format-changed CalculateCosts input limit"],
  ],
  [
    "a date for a text",
    { [`${FIELDS}/note/format`]: "date-time" },
    ["breaking input-format-changed CalculateCosts input body/note"],
  ],
  [
    "a text of a form",
    { [`${FIELDS}/note/format`]: "email" },
    ["warning input-format-changed CalculateCosts input body/note"],
  ],
  [
    "a value that is not taken",
    { [`${UNIT}/enum`]: ["EUR"] },
    ["breaking enum-value-removed CalculateCosts input unit"],
  ],
  [
    "a value that is taken too",
    { [`${UNIT}/enum`]: ["EUR", "USD", "DKK"] },
    ["safe enum-value-added CalculateCosts input unit"],
  ],
  [
    "only some values",
    { [`${FIELDS}/note/enum`]: ["a"] },
    ["breaking enum-value-removed CalculateCosts input body/note"],
  ],
  ["any value", { [`${UNIT}/enum`]: GONE }, ["safe enum-value-added CalculateCosts input unit"]],
  [
    "a lower maximum",
    { [`${LIMIT}/maximum`]: 9 },
    ["breaking input-narrowed CalculateCosts input limit"],
  ],
  [
    "a higher maximum",
    { [`${LIMIT}/maximum`]: 11 },
    ["safe input-widened CalculateCosts input limit"],
  ],
  [
    "a new minimum",
    { [`${LIMIT}/minimum`]: 0 },
    ["breaking input-narrowed CalculateCosts input limit"],
  ],
  [
    "a new pattern",
    { [`${FIELDS}/note/pattern`]: "^a" },
    ["breaking input-narrowed CalculateCosts input body/note"],
  ],
  [
    "no default where nobody can give a value",
    { [`${VERSION}/default`]: GONE },
    ["breaking default-removed CalculateCosts input api-version"],
  ],
  [
    "no default",
    { [`${LIMIT}/default`]: GONE },
    ["warning default-removed CalculateCosts input limit"],
  ],
  [
    "another default",
    { [`${LIMIT}/default`]: 6 },
    ["warning default-changed CalculateCosts input limit"],
  ],
  [
    "an input out of makers' sight",
    { [`${UNIT}/x-ms-visibility`]: "internal" },
    ["breaking input-hidden CalculateCosts input unit"],
  ],
  [
    "an input out of the way",
    { [`${UNIT}/x-ms-visibility`]: "advanced" },
    ["safe visibility-changed CalculateCosts input unit"],
  ],
  [
    "a drop-down of other values",
    { [`${FIELDS}/site/x-ms-dynamic-values/value-path`]: "name" },
    ["breaking drop-down-changed CalculateCosts input body/site"],
  ],
  [
    "a drop-down from elsewhere",
    { [`${FIELDS}/site/x-ms-dynamic-values/operationId`]: "ListAll" },
    ["warning drop-down-changed CalculateCosts input body/site"],
  ],
  [
    "new texts of an input",
    { [`${FIELDS}/note/x-ms-summary`]: "Remark" },
    ["safe text-changed CalculateCosts input body/note"],
  ],
  [
    "a callback that is none",
    { [`${HOOKS}/post/parameters/0/schema/properties/url/x-ms-notification-url`]: GONE },
    ["breaking extension-changed WhenAlarm input body/url"],
  ],
];

const OF_FORMULAS: [string, Edit, string[]][] = [
  [
    "required fields in another order",
    {
      [FIELDS]: reordered(
        BASE.paths["/api/farms/{farm}/costs"].post.parameters[3]?.schema?.properties ?? {},
      ),
    },
    ["breaking formula-arguments-changed CalculateCosts formula"],
  ],
  [
    "a required field optional, which moves it to the record",
    { [`${BODY}/schema/required`]: ["hours"] },
    [
      "breaking formula-arguments-changed CalculateCosts formula",
      "safe input-now-optional CalculateCosts input body/capacity",
    ],
  ],
  [
    "a required internal input in sight",
    { [`${VERSION}/x-ms-visibility`]: GONE },
    [
      "breaking formula-arguments-changed CalculateCosts formula",
      "safe visibility-changed CalculateCosts input api-version",
    ],
  ],
  [
    "inputs of a trigger in another order, which formulas cannot call",
    { [`${POLLED}/parameters`]: BASE.paths["/api/events"].get.parameters.toReversed() },
    [],
  ],
  [
    "optional inputs in another order",
    {
      [UNIT]: BASE.paths["/api/farms/{farm}/costs"].post.parameters[1],
      [LIMIT]: BASE.paths["/api/farms/{farm}/costs"].post.parameters[0],
    },
    [],
  ],
];

const OF_OUTPUTS: [string, Edit, string[]][] = [
  [
    "an output that is gone",
    { [`${ANSWER}/total`]: GONE },
    ["breaking output-removed CalculateCosts output 200/total"],
  ],
  [
    "an internal output that is gone",
    { [`${ANSWER}/trace`]: GONE },
    ["warning output-removed CalculateCosts output 200/trace"],
  ],
  [
    "an output by another name",
    { [`${ANSWER}/total`]: GONE, [`${ANSWER}/sum`]: { type: "integer" } },
    ["breaking output-renamed CalculateCosts output 200/total"],
  ],
  [
    "a new output",
    { [`${ANSWER}/id`]: { type: "string" } },
    ["safe output-added CalculateCosts output 200/id"],
  ],
  [
    "an output that may be missing",
    { "/definitions/Costs/required": [] },
    ["breaking output-now-optional CalculateCosts output 200/message"],
  ],
  [
    "an output of another type",
    { [`${ANSWER}/total/type`]: "string" },
    ["breaking output-type-changed CalculateCosts output 200/total"],
  ],
  [
    "a number for an integer",
    { [`${ANSWER}/total/type`]: "number" },
    ["breaking output-type-changed CalculateCosts output 200/total"],
  ],
  [
    "a value that never was",
    { [`${ANSWER}/message/enum`]: ["Yes"] },
    ["safe output-value-removed CalculateCosts output 200/message"],
  ],
  [
    "an output out of makers' sight",
    { [`${ANSWER}/total/x-ms-visibility`]: "internal" },
    ["breaking output-hidden CalculateCosts output 200/total"],
  ],
  [
    "an answer without content",
    { [`${ANSWERS}/200/schema`]: GONE },
    ["breaking answer-content-removed CalculateCosts output 200"],
  ],
  [
    "an answer that is gone",
    { [`${ANSWERS}/200`]: { description: "x" }, [`${ANSWERS}/201`]: { description: "y" } },
    [
      "breaking answer-content-removed CalculateCosts output 200",
      "warning answer-added CalculateCosts answer 201",
      "safe text-changed CalculateCosts answer 200 description",
    ],
  ],
  [
    "the same answer with another status",
    {
      [`${ANSWERS}/200`]: GONE,
      [`${ANSWERS}/201`]: BASE.paths["/api/farms/{farm}/costs"].post.responses["200"],
    },
    ["warning answer-status-changed CalculateCosts answer 200"],
  ],
  [
    "other names in an error",
    {
      [`${ANSWERS}/404/schema/properties/code`]: GONE,
      [`${ANSWERS}/404/schema/properties/reason`]: { type: "string" },
    },
    [
      "safe output-removed CalculateCosts output 404/code",
      "safe output-added CalculateCosts output 404/reason",
    ],
  ],
  [
    "another status of an error",
    {
      [`${ANSWERS}/404`]: GONE,
      [`${ANSWERS}/410`]: BASE.paths["/api/farms/{farm}/costs"].post.responses["404"],
    },
    [
      "safe answer-removed CalculateCosts answer 404",
      "safe answer-added CalculateCosts answer 410",
    ],
  ],
  [
    "another error",
    { [`${ANSWERS}/404/schema/properties/code`]: GONE },
    ["safe output-removed CalculateCosts output 404/code"],
  ],
  [
    "a header that is gone",
    { [`${POLLED}/responses/202/headers`]: {} },
    ["warning answer-header-changed WhenEvent answer 202 Location"],
  ],
  [
    "new values and dates as text, in what is polled and what is sent",
    {
      "/definitions/Event/properties/kind/enum": ["A", "B"],
      "/definitions/Event/properties/at/format": GONE,
    },
    [
      "breaking output-format-changed WhenEvent output 200/[]/at",
      "breaking output-format-changed WhenAlarm notice/at",
      "warning output-value-added WhenEvent output 200/[]/kind",
      "warning output-value-added WhenAlarm notice/kind",
    ],
  ],
];

describe("the comparison of definitions", () => {
  test("finds nothing between a definition and itself", () => {
    expect(compare(BASE, structuredClone(BASE))).toEqual([]);
    const made = JSON.parse(JSON.stringify(definition({ connector: thisConnector })));
    expect(compare(made, made)).toEqual([]);
  });

  test("finds nothing where only references, allOf, shared parameters or the order of paths differ", () => {
    const parts = edited({
      "/paths": reordered(BASE.paths),
      "/parameters": { unit: BASE.paths["/api/farms/{farm}/costs"].post.parameters[0] },
      "/responses": { costs: BASE.paths["/api/farms/{farm}/costs"].post.responses["200"] },
      "/definitions/Costs": {
        allOf: [
          { type: "object", required: ["message"], properties: { message: { type: "string" } } },
          { $ref: "#/definitions/Rest" },
        ],
      },
      "/definitions/Rest": {
        type: "object",
        properties: {
          total: { type: "integer" },
          trace: { type: "string", "x-ms-visibility": "internal" },
        },
      },
      [UNIT]: { $ref: "#/parameters/unit" },
      [`${ANSWERS}/200`]: { $ref: "#/responses/costs" },
    });
    expect(compare(BASE, parts)).toEqual([]);
  });

  test("takes what stands outside allOf for more than what is in it", () => {
    const { Part } = BASE.definitions;
    const plain = edited({ "/definitions/Part": { ...Part, description: "All." } });
    const composed = edited({
      "/definitions/Part": { description: "All.", allOf: [{ ...Part, description: "One." }] },
    });
    expect(compare(plain, composed)).toEqual([]);
  });

  test.each(OF_CONNECTOR)("tells of the connector: %s", (_what, edit, expected) => {
    expect(told(compare(BASE, edited(edit)))).toEqual(expected);
  });

  test.each(OF_OPERATIONS)("tells of operations: %s", (_what, edit, expected) => {
    expect(told(compare(BASE, edited(edit)))).toEqual(expected);
  });

  test.each(OF_INPUTS)("tells of inputs: %s", (_what, edit, expected) => {
    expect(told(compare(BASE, edited(edit)))).toEqual(expected);
  });

  test.each(OF_FORMULAS)("tells of formulas in Power Apps: %s", (_what, edit, expected) => {
    expect(told(compare(BASE, edited(edit)))).toEqual(expected);
  });

  test.each(OF_OUTPUTS)("tells of outputs: %s", (_what, edit, expected) => {
    expect(told(compare(BASE, edited(edit)))).toEqual(expected);
  });

  test("takes new scopes for a break, and scopes that are not asked for any more for none", () => {
    const oauth2 = (scopes: object) =>
      edited({ "/securityDefinitions/key": { type: "oauth2", flow: "accessCode", scopes } });
    const [few, many] = [oauth2({ read: "r" }), oauth2({ read: "r", write: "w" })];
    expect(told(compare(few, many))).toEqual(["breaking security-changed"]);
    expect(told(compare(many, few))).toEqual(["safe security-changed"]);
  });

  test("says what was, what is, where, and how to avoid the break", () => {
    const [change] = compare(BASE, edited({ [`${LIMIT}/maximum`]: 9 }));
    expect(change).toEqual({
      kind: "input-narrowed",
      level: "breaking",
      operationId: "CalculateCosts",
      subject: "input limit",
      place: LIMIT,
      before: 10,
      after: 9,
      message: expect.stringContaining("maximum"),
      mend: expect.stringContaining("Leave"),
    });
    expect(reportOf(change ? [change] : [])).toBe(
      [
        "breaking: CalculateCosts, input limit (input-narrowed)",
        `    ${change?.message}`,
        "    10 -> 9",
        `    To avoid it: ${change?.mend}`,
        `    At ${LIMIT}`,
        "",
        "1 breaking change, 0 warnings, 0 safe.",
      ].join("\n"),
    );
  });

  test("shows formulas as makers write them", () => {
    const [change] = compare(BASE, edited({ [`${BODY}/schema/required`]: ["hours"] }));
    expect(change).toMatchObject({
      before: "CalculateCosts(farm, hours, capacity)",
      after: "CalculateCosts(farm, hours)",
    });
  });

  test("is not misled by names that every object has", () => {
    const named = edited({ [`${FIELDS}/constructor`]: { type: "string" } });
    expect(told(compare(BASE, named))).toEqual([
      "safe input-added CalculateCosts input body/constructor",
    ]);
    expect(told(compare(named, BASE))).toEqual([
      "breaking input-removed CalculateCosts input body/constructor",
    ]);
  });

  test("does not follow schemas that multiply themselves", () => {
    const definitions = Object.fromEntries(
      Array.from({ length: 40 }, (_unused, index) => {
        const next = { $ref: `#/definitions/D${index + 1}` };
        return [`D${index}`, { type: "object", properties: { left: next, right: next } }];
      }),
    );
    const bomb = edited({
      "/definitions": { ...BASE.definitions, ...definitions, D40: { type: "string" } },
      [`${ANSWERS}/200/schema`]: { $ref: "#/definitions/D0" },
    });
    expect(() => compare(bomb, bomb)).toThrow(/^old: .*more than 100000 fields/);
  });

  test.each([
    ["nothing", { [`${ANSWERS}/200/schema`]: { $ref: "#/definitions/None" } }, "leads to nothing"],
    ["elsewhere", { [`${ANSWERS}/200/schema`]: { $ref: "other.json#/A" } }, "out of the document"],
    ["itself", { "/definitions/Costs": { $ref: "#/definitions/Costs" } }, "leads back to itself"],
    ["an operation", { "/paths/~1api~1sites/get/operationId": "WhenEvent" }, "is there twice"],
  ])("names what it cannot make sense of: %s", (_what, edit, message) => {
    expect(() => compare(BASE, edited(edit))).toThrow(new RegExp(`^new: .*${message}`));
  });
});

describe("the reading of definitions", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "connector-diff-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  }

  test("takes YAML as it takes JSON", async () => {
    const yaml =
      'swagger: "2.0"\ninfo: { title: A }\npaths:\n  /a: { get: { responses: { 200: {} } } }';
    const json = JSON.stringify({
      swagger: "2.0",
      info: { title: "A" },
      paths: { "/a": { get: { responses: { "200": {} } } } },
    });
    const read = await readDefinition(write("a.yaml", yaml));
    expect(read).toEqual(await readDefinition(write("a.json", json)));
  });

  test.each([
    ["swagger: '2.0'\n  info: 1\n", /a\.yaml, line 2, column 1: The text is no YAML: /],
    ['{"swagger": "2.0"', /a\.yaml, line 1, column \d+: The text is no YAML: /],
    ['{"openapi": "3.0.1"}', /a\.yaml is not a Swagger 2.0 definition: swagger is missing\. /],
    [
      '{"swagger":"2.0","info":{"title":"A"},"paths":{"/a":{"get":{"parameters":{}}}}}',
      /paths\.\/a\.get\.parameters is Object, expected Array\./,
    ],
    ["just text", /a\.yaml is not a Swagger 2.0 definition: it is "just text"/],
  ])("says where %j is malformed", async (text, message) => {
    await expect(readDefinition(write("a.yaml", text))).rejects.toThrow(message);
  });

  test("is refused where it is not UTF-8, from a file and from an address", async () => {
    const latin = Buffer.from('{"swagger":"2.0","info":{"title":"Für"},"paths":{}}', "latin1");
    const file = join(folder, "latin.json");
    writeFileSync(file, latin);
    await expect(readDefinition(file)).rejects.toThrow(`${file} is not UTF-8; save it as UTF-8.`);
    const server = createServer((_request, response) => response.end(latin));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(readDefinition(address)).rejects.toThrow(`${address} is not UTF-8`);
    server.closeAllConnections();
    server.close();
  });

  test("says that there is no such file", async () => {
    await expect(readDefinition(join(folder, "none.json"))).rejects.toThrow(
      /^Cannot read .*none\.json \(ENOENT\)\. Name a Swagger 2\.0 definition/,
    );
  });
});

/** Serves a document until the action ends. */
async function whileServing<Result>(
  document: unknown,
  action: (address: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/apiDefinition.swagger.json" ? 200 : 404;
    response.end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await action(`http://127.0.0.1:${port}/apiDefinition.swagger.json`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const diff = (args: readonly string[], path?: string) => runConnector(["diff", ...args], path);

describe("connector diff", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "connector-diff-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, value: unknown): string {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(value));
    return file;
  }

  const pulumi = (answers: PulumiAnswers) => fakePulumi(folder, answers);

  const CONFIG = {
    "turbine-repair:auth": { value: "apiKey", secret: false },
    "turbine-repair:apiKeyLocation": { value: "query", secret: false },
  };

  test("ends with 1 on a breaking change, unless it is allowed, and with 0 on others", async () => {
    const old = write("old.json", BASE);
    const broken = write("broken.json", edited({ [UNIT]: GONE }));
    const safe = write("safe.json", edited({ "/info/description": "Other." }));
    const refused = await diff([old, broken]);
    expect(refused).toMatchObject({ status: 1, stderr: "" });
    expect(refused.stdout).toContain("1 breaking change, 0 warnings, 0 safe.");
    expect(await diff([old, broken, "--allow-breaking"])).toEqual({ ...refused, status: 0 });
    expect(await diff([old, safe])).toMatchObject({ status: 0, stderr: "" });
    expect(await diff([old, old])).toEqual({ status: 0, stdout: "No changes.\n", stderr: "" });
  });

  test("prints one JSON document", async () => {
    const [old, next] = [write("old.json", BASE), write("new.json", edited({ [UNIT]: GONE }))];
    const { status, stdout, stderr } = await diff([old, next, "--json"]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      old,
      new: next,
      breaking: 1,
      warning: 0,
      safe: 0,
      changes: [{ kind: "input-removed", level: "breaking", operationId: "CalculateCosts" }],
    });
  });

  test("tells an error from a breaking change: nothing on stdout, one line on stderr", async () => {
    expect(await diff([join(folder, "none.json"), "x"])).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/^error: Cannot read .*none\.json \(ENOENT\)\..*\n$/),
    });
    expect(await diff(["one.json"])).toMatchObject({
      stdout: "",
      stderr: "error: diff got 1 definitions. Expected two, OLD and NEW, or --stack NAME.\n",
    });
  });

  test("finds nothing between what a stack has published and the code that it was made of", async () => {
    const published = {
      ...definition({ connector: thisConnector }),
      host: "127.0.0.1:7071",
      schemes: ["http"],
    };
    const result = await whileServing(published, (definitionUrl) =>
      diff(["--stack", "dev"], pulumi({ output: { definitionUrl }, config: CONFIG })),
    );
    expect(result).toEqual({ status: 0, stdout: "No changes.\n", stderr: "" });
    expect(readFileSync(join(folder, "calls"), "utf8").split("\n")).toEqual([
      "stack output --json --stack dev --non-interactive",
      "config --json --stack dev --non-interactive",
      "",
    ]);
  });

  test("takes the stack's way to authenticate for granted", async () => {
    const published = definition({
      connector: thisConnector,
      auth: { modes: ["basic"], keyLocation: "query" },
    });
    const basic = { ...CONFIG, "turbine-repair:auth": { value: "basic", secret: false } };
    const result = await whileServing(published, (definitionUrl) =>
      diff(["--stack", "dev"], pulumi({ output: { definitionUrl }, config: basic })),
    );
    expect(result).toEqual({ status: 0, stdout: "No changes.\n", stderr: "" });
  });

  test("compares what a stack has published with a file", async () => {
    const next = write("new.json", edited({ [UNIT]: GONE }));
    const result = await whileServing(BASE, (definitionUrl) =>
      diff(["--stack", "dev", next], pulumi({ output: { definitionUrl } })),
    );
    expect(result.status).toBe(1);
    expect(result.stdout).toContain("input-removed");
  });

  test("says what is missing: the CLI, the stack, its output, an answer", async () => {
    const stack = ["--stack", "dev"];
    expect((await diff(stack, join(folder, "none"))).stderr).toMatch(
      /^error: There is no Pulumi CLI on PATH/,
    );
    const noStack = pulumi({ failure: "error: no stack named 'dev' found" });
    expect((await diff(stack, noStack)).stderr).toMatch(
      /^error: pulumi stack output --json --stack dev failed: no stack named 'dev' found\. Log in /,
    );
    const noOutput = pulumi({ output: { hostName: "h" } });
    expect((await diff(stack, noOutput)).stderr).toBe(
      'error: The stack "dev" has no output "definitionUrl"; it has: hostName. ' +
        "Deploy it first, with pulumi up.\n",
    );
    const gone = await whileServing({}, (address) => Promise.resolve(address));
    expect((await diff(stack, pulumi({ output: { definitionUrl: gone } }))).stderr).toBe(
      `error: ${gone} does not answer (ECONNREFUSED). ` +
        "Check the address, and that what serves it is running.\n",
    );
    const elsewhere = await whileServing({}, (address) =>
      diff(stack, pulumi({ output: { definitionUrl: `${address}x` } })),
    );
    expect(elsewhere.stderr).toMatch(/^error: .*jsonx answered 404\. Expected 200 /);
  });
});
