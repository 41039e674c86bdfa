import * as v from "valibot";
import { parseDecimal } from "../../http/decimal";

const EXPECTED = "a number, 0 or greater";

/**
 * A number, or a decimal number in a string ("6", " 6 ", "1e3"), that is finite and not negative.
 * Published as a number.
 */
export const nonNegativeNumber = v.pipe(
  v.unknown(),
  v.transform(parseDecimal),
  v.number(EXPECTED),
  v.finite(EXPECTED),
  v.minValue(0, EXPECTED),
);
