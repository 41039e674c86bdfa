import { reportOf } from "../../../toolkit/diff/report";
import {
  BASE,
  UNIT,
  LIMIT,
  FIELDS,
  RESPONSES,
  edited,
  compare,
  listed,
  reordered,
} from "../../support/changedDefinitions";

/** Where the input `limit` is written. */
const LIMIT_PATH = "$.paths['/api/shops/{shop}/quote'].post.parameters[1]";

describe("the comparison of definitions", () => {
  test("finds nothing between a definition and itself", () => {
    expect(compare(BASE, structuredClone(BASE))).toEqual([]);
  });

  test("finds nothing where only references, allOf, shared parameters or the order of paths differ", () => {
    const parts = edited({
      "/paths": reordered(BASE.paths),
      "/parameters": { unit: BASE.paths["/api/shops/{shop}/quote"].post.parameters[0] },
      "/responses": { quote: BASE.paths["/api/shops/{shop}/quote"].post.responses["200"] },
      "/definitions/Quote": {
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
      [`${RESPONSES}/200`]: { $ref: "#/responses/quote" },
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

  test("says what was, what is, where, and how to avoid the break", () => {
    const [change] = compare(BASE, edited({ [`${LIMIT}/maximum`]: 9 }));
    expect(change).toEqual({
      rule: "input-narrowed",
      severity: "breaking",
      operationId: "QuotePrice",
      subject: "input limit",
      path: LIMIT_PATH,
      before: 10,
      after: 9,
      message: expect.stringContaining("maximum"),
      fix: expect.stringContaining("Keep"),
    });
    expect(reportOf(change ? [change] : [])).toBe(
      [
        "breaking: QuotePrice, input limit (input-narrowed)",
        `    ${change?.message}`,
        "    10 -> 9",
        `    Fix: ${change?.fix}`,
        `    At ${LIMIT_PATH}`,
        "",
        "1 breaking change, 0 warnings, 0 safe.",
      ].join("\n"),
    );
  });

  test("is not misled by names that every object has", () => {
    const named = edited({ [`${FIELDS}/constructor`]: { type: "string" } });
    expect(listed(compare(BASE, named))).toEqual([
      "safe input-added QuotePrice input body/constructor",
    ]);
    expect(listed(compare(named, BASE))).toEqual([
      "breaking input-removed QuotePrice input body/constructor",
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
      [`${RESPONSES}/200/schema`]: { $ref: "#/definitions/D0" },
    });
    expect(() => compare(bomb, bomb)).toThrow(/^old: .*more than 100000 fields/);
  });

  test.each([
    [
      "nothing",
      { [`${RESPONSES}/200/schema`]: { $ref: "#/definitions/None" } },
      "leads to nothing",
    ],
    [
      "elsewhere",
      { [`${RESPONSES}/200/schema`]: { $ref: "other.json#/A" } },
      "out of the document",
    ],
    ["itself", { "/definitions/Quote": { $ref: "#/definitions/Quote" } }, "leads back to itself"],
    ["an operation", { "/paths/~1api~1sites/get/operationId": "WhenEvent" }, "is used twice"],
  ])("names what it cannot make sense of: %s", (_what, edit, message) => {
    expect(() => compare(BASE, edited(edit))).toThrow(new RegExp(`^new: .*${message}`));
  });
});
