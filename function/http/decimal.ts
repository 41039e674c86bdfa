// No part of the pattern can match in two ways, so a long hostile string is refused in linear time.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number that a string spells, such as "6", " 6 " or "1e3"; any other value as it is. */
export function parseDecimal(value: unknown): unknown {
  return typeof value === "string" && DECIMAL.test(value.trim()) ? Number(value) : value;
}
