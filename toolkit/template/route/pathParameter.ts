import type { RouteConstraint, RouteParameter } from "../../../functionsRuntime/route/route";
import type { JsonObject } from "../../document/json";
import { sentenceWords } from "../operations/words";

/**
 * The Swagger 2.0 form of a route's parameter, with what its constraints say about its values.
 *
 * @param name what the path calls it
 */
export function pathParameter(name: string, { constraints, catchAll }: RouteParameter): JsonObject {
  const restrictions = constraints.map((constraint) => restrictionOf(constraint));
  const restriction: JsonObject = Object.assign({}, ...restrictions);
  return {
    name,
    in: "path",
    required: true,
    type: "string",
    ...restriction,
    description: `Replace with what ${name} is.${catchAll ? REST : ""}`,
    "x-ms-summary": sentenceWords(name),
    // Else connectors leave it to the platform whether a slash in the value ends the parameter.
    "x-ms-url-encoding": "single",
  };
}

/** A path parameter of Swagger has no slashes of its own, and ASP.NET leaves encoded ones encoded. */
const REST = " It is the rest of the path, and a slash in it may arrive as %2F.";

/** Source: learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints */
function restrictionOf({ name, argument = "" }: RouteConstraint): JsonObject {
  const [first, second] = argument.split(",").map(Number);
  switch (name) {
    case "int":
      return { type: "integer", format: "int32" };
    case "long":
      return { type: "integer", format: "int64" };
    case "decimal":
      return { type: "number" };
    case "double":
    case "float":
      return { type: "number", format: name };
    case "bool":
      return { type: "boolean" };
    case "datetime":
      return { type: "string", format: "date-time" };
    case "guid":
      return { type: "string", format: "uuid" };
    case "alpha":
      return { pattern: "^[A-Za-z]*$" };
    case "regex":
      return isPattern(argument) ? { pattern: argument } : {};
    case "minlength":
      return bounds({ minLength: first });
    case "maxlength":
      return bounds({ maxLength: first });
    case "length":
      return bounds({ minLength: first, maxLength: second ?? first });
    case "min":
      return { ...wholeNumber, ...bounds({ minimum: first }) };
    case "max":
      return { ...wholeNumber, ...bounds({ maximum: first }) };
    case "range":
      return { ...wholeNumber, ...bounds({ minimum: first, maximum: second }) };
    default:
      return {};
  }
}

/** ASP.NET reads the values of min, max and range as 64-bit integers. */
const wholeNumber = { type: "integer", format: "int64" };

function bounds(stated: Readonly<Record<string, number | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(stated).flatMap(([keyword, bound]) =>
      bound === undefined || Number.isNaN(bound) ? [] : [[keyword, bound]],
    ),
  );
}

/** .NET's patterns have forms that JSON Schema's have not. */
function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u").source !== "";
  } catch {
    return false;
  }
}
