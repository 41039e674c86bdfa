import * as v from "valibot";

// No part of the pattern can match in two ways, so a long hostile string is refused in linear time.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

const EXPECTED = "a number, 0 or greater";

/**
 * A number, or a decimal number in a string ("6", " 6 ", "1e3"), that is finite and not negative.
 * Published as a number. Its error messages say what was expected, as every schema's should here.
 */
export const nonNegativeNumber = v.pipe(
  v.unknown(),
  v.transform(parseDecimal),
  v.number(EXPECTED),
  v.finite(EXPECTED),
  v.minValue(0, EXPECTED),
);

function parseDecimal(value: unknown): unknown {
  return typeof value === "string" && DECIMAL.test(value.trim()) ? Number(value) : value;
}
