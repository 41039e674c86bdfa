import type { Route, RoutePart, RouteSegment } from "../../../functionsRuntime/route/route";

/**
 * The routes that a route stands for once no parameter can be left out, the shortest first: Swagger
 * 2.0 has no optional path parameter, so `items/{id?}` is `items` and `items/{id}`. A last
 * part after a dot leaves with its dot: `report.{format?}` is `report` and `report.{format}`.
 */
export function pathVariants(route: Route): readonly Route[] {
  const last = route.at(-1);
  const lastPart = last?.at(-1);
  if (last === undefined || typeof lastPart !== "object" || !lastPart.omittable) return [route];
  const shorter = route.slice(0, -1);
  if (last.length === 1) return [...pathVariants(shorter), route];
  return [[...shorter, withoutDot(last.slice(0, -1))], route];
}

function withoutDot(segment: RouteSegment): RouteSegment {
  const last = segment.at(-1);
  if (typeof last !== "string") return segment;
  const text = last.replace(/\.$/, "");
  return text === "" ? segment.slice(0, -1) : [...segment.slice(0, -1), text];
}

/** The path that Swagger has for a route: its parameters by name only. */
export function pathOf(route: Route): string {
  return `/${route.map((segment) => segment.map(partOfPath).join("")).join("/")}`;
}

function partOfPath(part: RoutePart): string {
  // A brace of a literal text would read as a parameter.
  if (typeof part === "string") return part.replaceAll("{", "%7B").replaceAll("}", "%7D");
  return `{${part.name}}`;
}
