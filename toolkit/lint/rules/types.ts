import { isObject } from "../../document/json";

/** Formats by type, from Swagger 2.0 and Microsoft's schema of connector definitions. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  integer: ["int32", "int64"],
  number: ["float", "double", "decimal"],
  string: [
    "byte",
    "binary",
    "date",
    "date-time",
    "date-no-tz",
    "password",
    "html",
    "uri",
    "email",
    "uuid",
  ],
};

/** True for a format that the platform knows; false for one that is not a string. */
export function isKnownFormat(type: unknown, format: unknown): boolean {
  if (format === "") return true;
  if (typeof type !== "string")
    return Object.values(FORMATS).some((names) => includes(names, format));
  return includes(FORMATS[type] ?? [], format);
}

function includes(names: readonly string[], format: unknown): boolean {
  return typeof format === "string" && names.includes(format);
}

/** True where the value is of the type, or the type says nothing of it. */
export function matchesType(value: unknown, type: unknown): boolean {
  switch (type) {
    case "string":
    case "boolean":
    case "number":
      return typeof value === type;
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    default:
      return true;
  }
}
