/** .NET's default precision of a double: `double.ToString()` is its "G15" format. */
const SIGNIFICANT_DIGITS = 15;
/** "G15" writes a number below 10^-4 with an exponent. */
const SMALLEST_FIXED_EXPONENT = -4;

/**
 * A finite, non-negative amount as the first published version wrote it: "$" and .NET's "G15",
 * that is at most 15 significant digits, no trailing zeros, and an exponent of two digits or more
 * when the number is below 0.0001 or needs more than 15 digits before the point.
 *
 * @example formatDollars(14.399999999999999) // "$14.4"
 * @example formatDollars(1e15) // "$1E+15"
 */
export function formatDollars(dollars: number): string {
  const [mantissa = "", exponent = ""] = dollars.toExponential(SIGNIFICANT_DIGITS - 1).split("e");
  const power = Number(exponent);
  // Number() drops the trailing zeros. Fifteen digits always survive it.
  if (power >= SMALLEST_FIXED_EXPONENT && power < SIGNIFICANT_DIGITS) {
    return `$${Number(dollars.toPrecision(SIGNIFICANT_DIGITS))}`;
  }
  const sign = power < 0 ? "-" : "+";
  return `$${Number(mantissa)}E${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}
