import {
  GONE,
  BASE,
  QUOTE,
  PARAMETERS,
  UNIT,
  LIMIT,
  VERSION,
  BODY,
  FIELDS,
  POLLED,
  HOOKS,
  edited,
  compare,
  listed,
  reordered,
  type Edit,
} from "../../support/changedDefinitions";

const OF_INPUTS: [string, Edit, string[]][] = [
  ["an input that is gone", { [UNIT]: GONE }, ["breaking input-removed QuotePrice input unit"]],
  [
    "a field that is gone",
    { [`${FIELDS}/site`]: GONE },
    ["breaking input-removed QuotePrice input body/site"],
  ],
  [
    "an internal input that nobody gave",
    { [`${POLLED}/parameters/0`]: GONE },
    ["warning input-removed WhenEvent input state"],
  ],
  [
    "another name",
    { [`${UNIT}/name`]: "currency" },
    ["breaking input-renamed QuotePrice input unit"],
  ],
  [
    "a body by another name",
    { [`${BODY}/name`]: "item" },
    ["breaking input-renamed QuotePrice input body"],
  ],
  [
    "a required input by another name",
    {
      [QUOTE]: GONE,
      "/paths/~1api~1shops~1{store}~1quote": {
        ...BASE.paths["/api/shops/{shop}/quote"],
        parameters: [{ name: "store", in: "path", required: true, type: "string" }],
      },
    },
    ["breaking input-renamed QuotePrice input shop"],
  ],
  [
    "an unlike input instead of one",
    { [UNIT]: { name: "buyer", in: "query", type: "integer", required: true } },
    [
      "breaking input-removed QuotePrice input unit",
      "breaking required-input-added QuotePrice input buyer",
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
      "breaking input-removed QuotePrice input body/note",
      "safe input-added QuotePrice input body/remark",
      "safe input-added QuotePrice input body/comment",
    ],
  ],
  [
    "a new required input",
    { [`${PARAMETERS}/4`]: { name: "buyer", in: "query", type: "string", required: true } },
    ["breaking required-input-added QuotePrice input buyer"],
  ],
  [
    "a new required input that is filled in",
    {
      [`${PARAMETERS}/4`]: {
        ...BASE.paths["/api/shops/{shop}/quote"].post.parameters[2],
        name: "v",
      },
    },
    ["warning required-input-added QuotePrice input v"],
  ],
  [
    "a new optional input",
    { [`${PARAMETERS}/4`]: { name: "buyer", in: "query", type: "string" } },
    ["safe input-added QuotePrice input buyer"],
  ],
  [
    "a new required field of a schema that contains itself, reported once",
    {
      "/definitions/Part/required": ["name", "price"],
      "/definitions/Part/properties/price": { type: "number" },
    },
    ["breaking required-input-added QuotePrice input body/parts/[]/price"],
  ],
  [
    "an optional input required",
    { [`${UNIT}/required`]: true },
    ["breaking input-now-required QuotePrice input unit"],
  ],
  ["another place", { [`${UNIT}/in`]: "header" }, ["breaking input-moved QuotePrice input unit"]],
  [
    "another type",
    { [`${UNIT}/type`]: "integer" },
    ["breaking input-type-changed QuotePrice input unit"],
  ],
  [
    "an object for a text, reported once",
    { [`${FIELDS}/note`]: { type: "object", properties: { text: { type: "string" } } } },
    ["breaking input-type-changed QuotePrice input body/note"],
  ],
  [
    "a number for an integer, which takes in all integers",
    { [`${LIMIT}/type`]: "number" },
    ["safe input-type-changed QuotePrice input limit"],
  ],
  [
    "a wider integer",
    { [`${LIMIT}/format`]: "int64" },
    ["safe input-format-changed QuotePrice input limit"],
  ],
  [
    "a date for a text",
    { [`${FIELDS}/note/format`]: "date-time" },
    ["breaking input-format-changed QuotePrice input body/note"],
  ],
  [
    "a text of a form",
    { [`${FIELDS}/note/format`]: "email" },
    ["warning input-format-changed QuotePrice input body/note"],
  ],
  [
    "a value that is not taken",
    { [`${UNIT}/enum`]: ["EUR"] },
    ["breaking enum-value-removed QuotePrice input unit"],
  ],
  [
    "a value that is taken too",
    { [`${UNIT}/enum`]: ["EUR", "USD", "DKK"] },
    ["safe enum-value-added QuotePrice input unit"],
  ],
  [
    "only some values",
    { [`${FIELDS}/note/enum`]: ["a"] },
    ["breaking enum-value-removed QuotePrice input body/note"],
  ],
  ["any value", { [`${UNIT}/enum`]: GONE }, ["safe enum-value-added QuotePrice input unit"]],
  [
    "a lower maximum",
    { [`${LIMIT}/maximum`]: 9 },
    ["breaking input-narrowed QuotePrice input limit"],
  ],
  ["a higher maximum", { [`${LIMIT}/maximum`]: 11 }, ["safe input-widened QuotePrice input limit"]],
  [
    "a new minimum",
    { [`${LIMIT}/minimum`]: 0 },
    ["breaking input-narrowed QuotePrice input limit"],
  ],
  [
    "a new pattern",
    { [`${FIELDS}/note/pattern`]: "^a" },
    ["breaking input-narrowed QuotePrice input body/note"],
  ],
  [
    "no default where nobody can give a value",
    { [`${VERSION}/default`]: GONE },
    ["breaking default-removed QuotePrice input api-version"],
  ],
  [
    "no default",
    { [`${LIMIT}/default`]: GONE },
    ["warning default-removed QuotePrice input limit"],
  ],
  [
    "another default",
    { [`${LIMIT}/default`]: 6 },
    ["warning default-changed QuotePrice input limit"],
  ],
  [
    "an input out of makers' sight",
    { [`${UNIT}/x-ms-visibility`]: "internal" },
    ["breaking input-hidden QuotePrice input unit"],
  ],
  [
    "an input out of the way",
    { [`${UNIT}/x-ms-visibility`]: "advanced" },
    ["safe visibility-changed QuotePrice input unit"],
  ],
  [
    "a drop-down of other values",
    { [`${FIELDS}/site/x-ms-dynamic-values/value-path`]: "name" },
    ["breaking drop-down-changed QuotePrice input body/site"],
  ],
  [
    "a drop-down from elsewhere",
    { [`${FIELDS}/site/x-ms-dynamic-values/operationId`]: "ListAll" },
    ["warning drop-down-changed QuotePrice input body/site"],
  ],
  [
    "new texts of an input",
    { [`${FIELDS}/note/x-ms-summary`]: "Remark" },
    ["safe text-changed QuotePrice input body/note"],
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
        BASE.paths["/api/shops/{shop}/quote"].post.parameters[3]?.schema?.properties ?? {},
      ),
    },
    ["breaking formula-arguments-changed QuotePrice formula"],
  ],
  [
    "a required field optional, which moves it to the record",
    { [`${BODY}/schema/required`]: ["pages"] },
    [
      "breaking formula-arguments-changed QuotePrice formula",
      "safe input-now-optional QuotePrice input body/copies",
    ],
  ],
  [
    "a required internal input in sight",
    { [`${VERSION}/x-ms-visibility`]: GONE },
    [
      "breaking formula-arguments-changed QuotePrice formula",
      "safe visibility-changed QuotePrice input api-version",
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
      [UNIT]: BASE.paths["/api/shops/{shop}/quote"].post.parameters[1],
      [LIMIT]: BASE.paths["/api/shops/{shop}/quote"].post.parameters[0],
    },
    [],
  ],
];

describe("the comparison of definitions", () => {
  test.each(OF_INPUTS)("reports inputs: %s", (_what, edit, expected) => {
    expect(listed(compare(BASE, edited(edit)))).toEqual(expected);
  });

  test.each(OF_FORMULAS)("reports formulas in Power Apps: %s", (_what, edit, expected) => {
    expect(listed(compare(BASE, edited(edit)))).toEqual(expected);
  });

  test("shows formulas as makers write them", () => {
    const [change] = compare(BASE, edited({ [`${BODY}/schema/required`]: ["pages"] }));
    expect(change).toMatchObject({
      before: "QuotePrice(shop, pages, copies)",
      after: "QuotePrice(shop, pages)",
    });
  });
});
