import {
  GONE,
  BASE,
  QUOTE,
  POLLED,
  HOOKS,
  edited,
  compare,
  listed,
  type Edit,
} from "../../support/changedDefinitions";

const NEW_OPERATION = {
  operationId: "QuoteMore",
  responses: { "200": { description: "More." } },
};

const OF_CONNECTOR: [string, Edit, string[]][] = [
  ["a new title", { "/info/title": "Book Store" }, ["warning title-changed"]],
  ["new texts", { "/info/description": "Other." }, ["safe text-changed"]],
  ["another host", { "/host": "store.azurewebsites.net" }, ["warning host-changed"]],
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
    ["safe operation-added QuoteMore"],
  ],
  [
    "another operationId",
    { [`${QUOTE}/post/operationId`]: "GetQuote" },
    ["breaking operation-renamed QuotePrice"],
  ],
  [
    "another path",
    { [QUOTE]: GONE, "/paths/~1api~1v2~1{shop}": BASE.paths["/api/shops/{shop}/quote"] },
    ["breaking address-changed QuotePrice"],
  ],
  [
    "another method",
    { [`${HOOKS}/post`]: GONE, [`${HOOKS}/put`]: BASE.paths["/api/hooks"].post },
    ["breaking address-changed WhenAlarm"],
  ],
  [
    "an operation out of makers' sight",
    { [`${QUOTE}/post/x-ms-visibility`]: "internal" },
    ["warning operation-hidden QuotePrice"],
  ],
  [
    "an operation to be found sooner",
    { [`${QUOTE}/post/x-ms-visibility`]: "important" },
    ["safe visibility-changed QuotePrice"],
  ],
  [
    "a deprecated operation",
    { [`${QUOTE}/post/deprecated`]: true },
    ["safe operation-deprecated QuotePrice"],
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
    ["breaking trigger-changed WhenEvent", "safe output-added WhenEvent notification"],
  ],
  [
    "a trigger that no more says what it sends",
    { [`${HOOKS}/x-ms-notification-content`]: GONE },
    ["breaking output-removed WhenAlarm notification"],
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
    { [`${QUOTE}/post/consumes`]: ["text/plain"] },
    ["breaking media-type-removed QuotePrice", "safe media-type-added QuotePrice"],
  ],
  ["a new summary", { [`${QUOTE}/post/summary`]: "Price" }, ["safe text-changed QuotePrice"]],
  [
    "pages",
    { [`${QUOTE}/post/x-ms-pageable`]: { nextLinkName: "next" } },
    ["warning extension-changed QuotePrice"],
  ],
];

describe("the comparison of definitions", () => {
  test.each(OF_CONNECTOR)("reports the connector: %s", (_what, edit, expected) => {
    expect(listed(compare(BASE, edited(edit)))).toEqual(expected);
  });

  test.each(OF_OPERATIONS)("reports operations: %s", (_what, edit, expected) => {
    expect(listed(compare(BASE, edited(edit)))).toEqual(expected);
  });

  test("takes new scopes for a break, and scopes that are not asked for any more for none", () => {
    const [few, many] = [oauth2({ read: "r" }), oauth2({ read: "r", write: "w" })];
    expect(listed(compare(few, many))).toEqual(["breaking security-changed"]);
    expect(listed(compare(many, few))).toEqual(["safe security-changed"]);
  });
});

function oauth2(scopes: object): object {
  return edited({ "/securityDefinitions/key": { type: "oauth2", flow: "accessCode", scopes } });
}
