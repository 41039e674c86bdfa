import * as v from "valibot";
import { validate } from "../../../function/http/validate";

/** What a field of this schema is refused with. */
function refusal(field: v.GenericSchema, value: unknown): string | undefined {
  const { errors } = validate(v.object({ field }), JSON.parse(JSON.stringify({ field: value })));
  return errors?.[0]?.detail;
}

test.each<[v.GenericSchema, unknown, string]>([
  [v.string(), 7, "a string, but received 7."],
  [v.string(), undefined, "a string, but it is missing."],
  [v.number(), "40", 'a number, but received "40".'],
  [v.number(), null, "a number, but received null."],
  [v.number(), undefined, "a number, but it is missing."],
  [v.boolean(), "true", 'true or false, but received "true".'],
  [v.array(v.string()), {}, "an array, but received an object."],
  [v.tuple([v.string()]), "a", 'an array, but received "a".'],
  [v.object({}), 7, "an object, but received 7."],
  [v.looseObject({}), 7, "an object, but received 7."],
  [v.strictObject({}), "x", 'an object, but received "x".'],
  [v.record(v.string(), v.number()), 7, "an object, but received 7."],
  [v.intersect([v.object({}), v.object({})]), 7, "an object, but received 7."],
  [v.null(), 7, "null, but received 7."],
  [v.literal(5), 7, "5, but received 7."],
  [v.literal("a"), undefined, '"a", but it is missing.'],
  [v.picklist(["a (b)", "c"]), "d", '"a (b)" or "c", but received "d".'],
  [v.picklist(["a", "b", "c"]), undefined, '"a", "b" or "c", but it is missing.'],
  [v.enum({ A: 1, B: 2 }), 3, "1 or 2, but received 3."],
  [
    v.union([v.string(), v.number(), v.boolean()]),
    [],
    "a string, a number or true or false, but received an array.",
  ],
  [
    v.union([v.nullable(v.string()), v.number()]),
    [],
    "a string, null or a number, but received an array.",
  ],
  [v.nullable(v.number()), "x", 'a number, but received "x".'],
  [v.optional(v.number()), "x", 'a number, but received "x".'],
  [v.nonNullish(v.nullish(v.string())), null, "a value, but received null."],
  [
    v.variant("kind", [v.object({ kind: v.literal("a") }), v.object({ kind: v.literal("b") })]),
    { kind: "c" },
    '"a" or "b", but received "c".',
  ],
  [
    v.variant("kind", [v.object({ kind: v.literal("a") }), v.object({ kind: v.literal("b") })]),
    {},
    '"a" or "b", but it is missing.',
  ],
  [v.pipe(v.number(), v.integer()), 1.5, "a whole number, but received 1.5."],
  [v.pipe(v.number(), v.safeInteger()), 1e300, "a whole number, but received 1e+300."],
  [v.pipe(v.number(), v.minValue(0)), -1, "a number, 0 or greater, but received -1."],
  [v.pipe(v.number(), v.maxValue(10)), 11, "a number, 10 or less, but received 11."],
  [v.pipe(v.number(), v.gtValue(0)), 0, "a number, greater than 0, but received 0."],
  [v.pipe(v.number(), v.ltValue(10)), 10, "a number, less than 10, but received 10."],
  [v.pipe(v.number(), v.multipleOf(5)), 7, "a multiple of 5, but received 7."],
  [v.pipe(v.number(), v.value(5)), 7, "5, but received 7."],
  [v.pipe(v.number(), v.values([5, 6])), 7, "5 or 6, but received 7."],
  [v.pipe(v.string(), v.minValue("b")), "a", 'b or greater, but received "a".'],
  [v.pipe(v.string(), v.minLength(1)), "", 'at least 1 character, but received "".'],
  [v.pipe(v.string(), v.nonEmpty()), "", 'at least 1 character, but received "".'],
  [v.pipe(v.string(), v.maxLength(2)), "abc", 'at most 2 characters, but received "abc".'],
  [v.pipe(v.string(), v.length(2)), "abc", 'exactly 2 characters, but received "abc".'],
  [v.pipe(v.string(), v.maxGraphemes(2)), "abc", 'at most 2 characters, but received "abc".'],
  [v.pipe(v.string(), v.maxBytes(2)), "abc", 'at most 2 bytes, but received "abc".'],
  [v.pipe(v.string(), v.minWords("en", 2)), "a", 'at least 2 words, but received "a".'],
  [v.pipe(v.array(v.number()), v.minLength(1)), [], "at least 1 item, but received an array."],
  [v.pipe(v.array(v.number()), v.maxLength(1)), [1, 2], "at most 1 item, but received an array."],
  [
    v.pipe(v.record(v.string(), v.number()), v.maxEntries(0)),
    { a: 1 },
    "at most 0 fields, but received an object.",
  ],
  [
    v.pipe(v.string(), v.regex(/^[a-z]+$/i)),
    "7",
    'a string that matches /^[a-z]+$/i, but received "7".',
  ],
  [v.pipe(v.string(), v.startsWith("a")), "b", 'a value that starts with "a", but received "b".'],
  [v.pipe(v.string(), v.endsWith("a")), "b", 'a value that ends with "a", but received "b".'],
  [v.pipe(v.string(), v.includes("a")), "b", 'a value that includes "a", but received "b".'],
  [v.pipe(v.string(), v.excludes("b")), "b", 'a value that excludes "b", but received "b".'],
  [v.pipe(v.string(), v.uuid()), "1", 'a UUID, but received "1".'],
  [v.pipe(v.string(), v.url()), "a", 'an absolute URL, but received "a".'],
  [v.pipe(v.string(), v.email()), "a", 'an email address, but received "a".'],
  [v.pipe(v.string(), v.ip()), "a", 'an IP address, but received "a".'],
  [v.pipe(v.string(), v.isoDate()), "a", 'a date such as 2030-01-31, but received "a".'],
  [v.pipe(v.string(), v.isoTime()), "a", 'a time such as 08:30, but received "a".'],
  [
    v.pipe(v.string(), v.isoTimestamp()),
    "a",
    'a timestamp such as 2030-01-31T08:30:00Z, but received "a".',
  ],
  [v.pipe(v.string(), v.hexColor()), "a", 'a valid hex color, but received "a".'],
  [
    v.pipe(
      v.string(),
      v.check(() => false),
    ),
    "a",
    'a valid value, but received "a".',
  ],
  [
    v.pipe(
      v.array(v.number()),
      v.everyItem(() => false),
    ),
    [1],
    "a valid value, but received an array.",
  ],
  [v.number("the number of parcels"), "a", 'the number of parcels, but received "a".'],
  [v.number("the number of parcels"), undefined, "the number of parcels, but it is missing."],
])(
  "%#: a field is refused in words that name what was expected and received",
  (field, value, detail) => {
    expect(refusal(field, value)).toBe(`Expected ${detail}`);
  },
);

/** The schemas and checks of the library that can be made without arguments, by their names. */
function madeWithoutArguments(): [string, v.GenericSchema][] {
  return Object.entries(v).flatMap(([name, make]): [string, v.GenericSchema][] => {
    if (typeof make !== "function" || /^[A-Z_]|Async$/.test(name)) return [];
    try {
      const made = (make as () => unknown)() as { kind?: string } | undefined;
      if (made?.kind === "schema") return [[name, made as v.GenericSchema]];
      return made?.kind === "validation" ? [[name, v.pipe(v.any(), made as never)]] : [];
    } catch {
      return [];
    }
  });
}

/** The refusals of these values; a schema that was made without what it needs refuses nothing. */
function refusals(schema: v.GenericSchema): string[] {
  return ["?", 1.5, [], {}, null].flatMap((value) => {
    try {
      return refusal(schema, value) ?? [];
    } catch {
      return [];
    }
  });
}

test("whatever the library checks is put into words of our own", () => {
  const details = madeWithoutArguments().flatMap(([name, schema]) =>
    refusals(schema).map((detail) => `${name}: ${detail}`),
  );
  expect(details.length).toBeGreaterThan(100);
  expect(details.filter((detail) => /Invalid|Expected .*Expected|[|&!]/.test(detail))).toEqual([]);
});

describe("a field inside another", () => {
  const inner = v.object({ grams: v.number(), "a/b": v.optional(v.string()) });
  test.each<[v.GenericSchema, unknown, string, string]>([
    [inner, {}, "#/field/grams", "a number, but it is missing."],
    [inner, { grams: "1" }, "#/field/grams", 'a number, but received "1".'],
    [inner, { grams: 1, "a/b": 1 }, "#/field/a~1b", "a string, but received 1."],
    [v.array(inner), [{ grams: 1 }, {}], "#/field/1/grams", "a number, but it is missing."],
    [v.tuple([inner]), [{}], "#/field/0/grams", "a number, but it is missing."],
    [v.tuple([inner]), [], "#/field/0", "an object, but it is missing."],
    [v.optional(inner), {}, "#/field/grams", "a number, but it is missing."],
    [
      v.pipe(v.unknown(), v.transform(Object), inner),
      {},
      "#/field/grams",
      "a number, but it is missing.",
    ],
    [
      v.variant("kind", [v.object({ kind: v.literal("a"), grams: v.number() })]),
      { kind: "a" },
      "#/field/grams",
      "a number, but it is missing.",
    ],
    [v.strictObject({}), { grams: 1 }, "#/field/grams", "no field of this name, but received one."],
  ])("%#: is named by its pointer", (field, value, pointer, detail) => {
    const { errors } = validate(v.object({ field }), { field: value });
    expect(errors).toMatchObject([{ pointer, detail: `Expected ${detail}` }]);
  });
});
