import type { RouteConstraintName } from "../../functionsRuntime/route/constraintNames";
import { parseRoute } from "../../functionsRuntime/route/parseRoute";
import type { Route, RouteParameter, RouteSegment } from "../../functionsRuntime/route/route";

/** What stands between two slashes of a route that is served here. */
type ServedSegment = string | RouteParameter;

/** A route that is served here, such as `api/items/{id:int}`. */
export type ServedRoute = readonly ServedSegment[];

/** The constraints that are enforced here, by their names in ASP.NET. */
const constraintTests: ReadonlyMap<RouteConstraintName, (value: string) => boolean> = new Map([
  // 32 bits.
  ["int", (value) => /^[+-]?\d+$/.test(value) && Number(value) === (Number(value) | 0)],
  ["bool", (value) => /^(true|false)$/i.test(value)],
  ["alpha", (value) => /^[a-z]*$/i.test(value)],
  ["guid", (value) => /^([\da-f]{32}|[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12})$/i.test(value)],
]);

/**
 * Parses a route template with its prefix.
 * @throws when Azure would refuse the template, or when it uses a form that is not served here.
 */
export function servedRoute(template: string): ServedRoute {
  const route = parsed(template);
  return route.map((segment, index) => {
    const [part, ...others] = segment;
    if (part === undefined || others.length > 0) {
      throw new Error(
        `Route "${template}" has the part "${textOf(segment)}", which the local Functions host does not serve. It serves {name}, {name?}, {*name} and {name:constraint}.`,
      );
    }
    if (typeof part !== "string") requireServed(part, template, index === route.length - 1);
    return part;
  });
}

function parsed(template: string): Route {
  try {
    return parseRoute(template);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Azure refuses the route ${reason}.`, { cause });
  }
}

function textOf(segment: RouteSegment): string {
  return segment.map((part) => (typeof part === "string" ? part : `{${part.name}}`)).join("");
}

function requireServed(parameter: RouteParameter, template: string, isLast: boolean): void {
  if (parameter.omittable && !isLast) {
    throw new Error(
      `Route "${template}": only its last part may be optional or take the rest of the path.`,
    );
  }
  if (parameter.defaultValue !== undefined) {
    throw new Error(
      `Route "${template}" has a default for {${parameter.name}}, which the local Functions host does not serve. Use {${parameter.name}?}.`,
    );
  }
  const unknown = parameter.constraints.find(({ name }) => !constraintTests.has(name));
  if (unknown !== undefined) {
    throw new Error(
      `Route "${template}" has the constraint "${unknown.name}". The local Functions host enforces ${[...constraintTests.keys()].join(", ")}.`,
    );
  }
}

/**
 * Matches a URL's path against a route, letters of either case alike.
 * @returns the parameters' values, decoded, without the optional ones that are absent;
 * undefined when the path is not the route's.
 */
export function matchRoute(route: ServedRoute, path: string): Record<string, string> | undefined {
  const parts = pathParts(path);
  const params: Record<string, string> = {};
  for (const [index, segment] of route.entries()) {
    const isRest = typeof segment !== "string" && segment.catchAll;
    const value = isRest ? parts.slice(index).join("/") : parts[index];
    if (!isAccepted(segment, value)) return undefined;
    if (typeof segment !== "string" && value) params[segment.name] = value;
  }
  const last = route.at(-1);
  const takesRest = typeof last === "object" && last.catchAll;
  return takesRest || parts.length <= route.length ? params : undefined;
}

function pathParts(path: string): string[] {
  return path.replace(/^\//, "").replace(/\/$/, "").split("/").map(decoded);
}

/** Decodes a part as ASP.NET does: an encoded slash stays encoded, broken escapes stay as sent. */
function decoded(part: string): string {
  try {
    return part.split(/%2f/i).map(decodeURIComponent).join("%2F");
  } catch {
    return part;
  }
}

function isAccepted(segment: ServedSegment, value: string | undefined): boolean {
  if (typeof segment === "string") return value?.toLowerCase() === segment.toLowerCase();
  if (!value) return segment.omittable;
  return segment.constraints.every(({ name }) => constraintTests.get(name)?.(value));
}
