import type { BaseIssue } from "valibot";

/** What the library calls a kind of value, and what callers call it. */
const KINDS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  Object: "an object",
  Array: "an array",
  Date: "a date",
  "!null": "a value",
  "!undefined": "a value",
};

/** Forms of a value; any other is named as the library names it. */
const FORMS: Readonly<Record<string, string>> = {
  integer: "a whole number",
  safe_integer: "a whole number",
  finite: "a finite number",
  uuid: "a UUID",
  url: "an absolute URL",
  email: "an email address",
  rfc_email: "an email address",
  ip: "an IP address",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  iso_date: "a date such as 2030-01-31",
  iso_time: "a time such as 08:30",
  iso_time_second: "a time such as 08:30:00",
  iso_date_time: "a date and time such as 2030-01-31T08:30",
  iso_date_time_second: "a date and time such as 2030-01-31T08:30:00",
  iso_timestamp: "a timestamp such as 2030-01-31T08:30:00Z",
};

/** What a rule counts, and what one of it is called. */
const UNITS: Readonly<Record<string, string>> = {
  bytes: "byte",
  code_points: "character",
  entries: "field",
  graphemes: "character",
  size: "item",
  words: "word",
};

/** Rules about how many there are of something, such as `min_length`. */
const AMOUNT = /^(min|max|not)?_?(length|size|entries|words|bytes|graphemes|code_points)$/;
const BOUNDS: Readonly<Record<string, string>> = {
  min: "at least",
  max: "at most",
  not: "any number but",
};

/**
 * What a schema expected, for a sentence that begins with "Expected". A schema's own message takes
 * its place, so it is to be such a phrase too ("the id of an order").
 */
export function expectationOf(issue: BaseIssue<unknown>): string {
  const { kind, type, expected, requirement, input } = issue;
  if (kind === "schema" || type === "value" || type === "values") return alternatives(expected);
  if (type === "non_empty") return amount("at least", 1, unitOf("length", input));
  const [, bound = "", counted] = AMOUNT.exec(type) ?? [];
  if (counted !== undefined) {
    return amount(BOUNDS[bound] ?? "exactly", Number(requirement), unitOf(counted, input));
  }
  const shown = requirement instanceof Date ? requirement.toJSON() : String(requirement);
  const a = typeof input === "number" ? "a number, " : "";
  switch (type) {
    case "min_value":
      return `${a}${shown} or greater`;
    case "max_value":
      return `${a}${shown} or less`;
    case "gt_value":
      return `${a}greater than ${shown}`;
    case "lt_value":
      return `${a}less than ${shown}`;
    case "multiple_of":
      return `a multiple of ${shown}`;
    case "regex":
      return `a string that matches ${shown}`;
    case "starts_with":
    case "ends_with":
    case "includes":
    case "excludes":
      return `a value that ${type.replace("_", " ")} ${expected?.replace("!", "")}`;
    default:
      return FORMS[type] ?? formOf(issue);
  }
}

/** A form that the library has a pattern for is named by it; what a function of the contract checks is not. */
function formOf({ type, requirement }: BaseIssue<unknown>): string {
  return requirement instanceof RegExp ? `a valid ${type.replaceAll("_", " ")}` : "a valid value";
}

function unitOf(counted: string, input: unknown): string {
  return UNITS[counted] ?? (Array.isArray(input) ? "item" : "character");
}

function amount(bound: string, count: number, unit: string): string {
  return `${bound} ${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** One phrase for what the library writes as `("a" | "b" | undefined)`. */
function alternatives(expected: string | null): string {
  const kinds = (expected ?? "").replaceAll(/^\(+|\)+$/g, "").split(/\)? [|&] \(?/);
  const phrases = kinds.filter((kind) => kind !== "undefined").map((kind) => KINDS[kind] ?? kind);
  const distinct = [...new Set(phrases)];
  const last = distinct.pop() ?? "a value";
  return distinct.length === 0 ? last : `${distinct.join(", ")} or ${last}`;
}
