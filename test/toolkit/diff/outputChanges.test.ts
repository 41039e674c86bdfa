import {
  GONE,
  BASE,
  RESPONSES,
  RESPONSE,
  POLLED,
  edited,
  compare,
  listed,
  type Edit,
} from "../../support/changedDefinitions";

const OF_OUTPUTS: [string, Edit, string[]][] = [
  [
    "an output that is gone",
    { [`${RESPONSE}/total`]: GONE },
    ["breaking output-removed QuotePrice output 200/total"],
  ],
  [
    "an internal output that is gone",
    { [`${RESPONSE}/trace`]: GONE },
    ["warning output-removed QuotePrice output 200/trace"],
  ],
  [
    "an output by another name",
    { [`${RESPONSE}/total`]: GONE, [`${RESPONSE}/sum`]: { type: "integer" } },
    ["breaking output-renamed QuotePrice output 200/total"],
  ],
  [
    "a new output",
    { [`${RESPONSE}/id`]: { type: "string" } },
    ["safe output-added QuotePrice output 200/id"],
  ],
  [
    "an output that may be missing",
    { "/definitions/Quote/required": [] },
    ["breaking output-now-optional QuotePrice output 200/message"],
  ],
  [
    "an output of another type",
    { [`${RESPONSE}/total/type`]: "string" },
    ["breaking output-type-changed QuotePrice output 200/total"],
  ],
  [
    "a number for an integer",
    { [`${RESPONSE}/total/type`]: "number" },
    ["breaking output-type-changed QuotePrice output 200/total"],
  ],
  [
    "a value that never was",
    { [`${RESPONSE}/message/enum`]: ["Yes"] },
    ["safe output-value-removed QuotePrice output 200/message"],
  ],
  [
    "an output out of makers' sight",
    { [`${RESPONSE}/total/x-ms-visibility`]: "internal" },
    ["breaking output-hidden QuotePrice output 200/total"],
  ],
  [
    "a response without content",
    { [`${RESPONSES}/200/schema`]: GONE },
    ["breaking response-content-removed QuotePrice output 200"],
  ],
  [
    "a response that is removed",
    { [`${RESPONSES}/200`]: { description: "x" }, [`${RESPONSES}/201`]: { description: "y" } },
    [
      "breaking response-content-removed QuotePrice output 200",
      "warning response-added QuotePrice response 201",
      "safe text-changed QuotePrice response 200 description",
    ],
  ],
  [
    "the same response with another status",
    {
      [`${RESPONSES}/200`]: GONE,
      [`${RESPONSES}/201`]: BASE.paths["/api/shops/{shop}/quote"].post.responses["200"],
    },
    ["warning response-status-changed QuotePrice response 200"],
  ],
  [
    "other names in an error",
    {
      [`${RESPONSES}/404/schema/properties/code`]: GONE,
      [`${RESPONSES}/404/schema/properties/reason`]: { type: "string" },
    },
    [
      "safe output-removed QuotePrice output 404/code",
      "safe output-added QuotePrice output 404/reason",
    ],
  ],
  [
    "another status of an error",
    {
      [`${RESPONSES}/404`]: GONE,
      [`${RESPONSES}/410`]: BASE.paths["/api/shops/{shop}/quote"].post.responses["404"],
    },
    [
      "safe response-removed QuotePrice response 404",
      "safe response-added QuotePrice response 410",
    ],
  ],
  [
    "another error",
    { [`${RESPONSES}/404/schema/properties/code`]: GONE },
    ["safe output-removed QuotePrice output 404/code"],
  ],
  [
    "a header that is gone",
    { [`${POLLED}/responses/202/headers`]: {} },
    ["warning response-header-changed WhenEvent response 202 Location"],
  ],
  [
    "new values and dates as text, in what is polled and what is sent",
    {
      "/definitions/Event/properties/kind/enum": ["A", "B"],
      "/definitions/Event/properties/at/format": GONE,
    },
    [
      "breaking output-format-changed WhenEvent output 200/[]/at",
      "breaking output-format-changed WhenAlarm notification/at",
      "warning output-value-added WhenEvent output 200/[]/kind",
      "warning output-value-added WhenAlarm notification/kind",
    ],
  ],
];

describe("the comparison of definitions", () => {
  test.each(OF_OUTPUTS)("reports outputs: %s", (_what, edit, expected) => {
    expect(listed(compare(BASE, edited(edit)))).toEqual(expected);
  });
});
