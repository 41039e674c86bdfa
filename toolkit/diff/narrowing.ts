import type { Fact } from "./named";

/** Types and formats that take in another one whole. */
const WIDENINGS = new Set([
  "integer>number",
  "int32>int64",
  "float>double",
  "int32>",
  "int64>",
  "float>",
  "double>",
]);

/** Formats that decide in which type people have the value: a date, a file, a text. */
const TYPE_FORMATS = new Set(["date-time", "date", "date-no-tz", "byte", "binary"]);

const UPPER_BOUNDS = new Set(["maximum", "maxLength", "maxItems", "maxProperties"]);
const LOWER_BOUNDS = new Set(["minimum", "minLength", "minItems", "minProperties"]);

/** Whether every value of the one type or format is one of the other. */
export function isWider(before: Fact | undefined, after: Fact | undefined): boolean {
  return WIDENINGS.has(`${before ?? ""}>${after ?? ""}`);
}

/** Whether one of two formats decides the type in which people have the value. */
export function changesType(before: Fact | undefined, after: Fact | undefined): boolean {
  return [before, after].some((format) => TYPE_FORMATS.has(String(format)));
}

/** Whether a bound lets fewer values through than before. Where that is not known, it does. */
export function isNarrower(
  keyword: string,
  before: Fact | undefined,
  after: Fact | undefined,
): boolean {
  if (after === undefined || after === false) return false;
  if (before === undefined || before === false) return true;
  if (UPPER_BOUNDS.has(keyword)) return Number(after) < Number(before);
  if (LOWER_BOUNDS.has(keyword)) return Number(after) > Number(before);
  return true;
}
