/** An inline constraint of a route parameter, such as `int` or `range(1,12)`. */
export interface RouteConstraint {
  readonly name: string;
  /** What stands between its parentheses; undefined without them. */
  readonly argument: string | undefined;
}

/** A parameter of a route, such as `{id:int?}`. */
export interface RouteParameter {
  readonly name: string;
  readonly constraints: readonly RouteConstraint[];
  /** A URL may leave it out: it is optional, has a default, or takes a rest that may be empty. */
  readonly omittable: boolean;
  /** Takes the rest of the path, slashes and all. */
  readonly catchAll: boolean;
}

/** A literal text or a parameter. */
export type RoutePart = string | RouteParameter;

/** What stands between two slashes: `turbines`, `{id}` or a mixture such as `{name}.{format}`. */
export type RouteSegment = readonly RoutePart[];

/** A parsed route template. */
export type Route = readonly RouteSegment[];

/** The parameters of a route, from left to right. */
export function parametersOf(route: Route): readonly RouteParameter[] {
  return route.flat().filter((part) => typeof part !== "string");
}

/**
 * The routes that a route stands for once no parameter can be left out, the shortest first: Swagger
 * 2.0 has no optional path parameter, so `turbines/{id?}` is `turbines` and `turbines/{id}`. A last
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

/**
 * Orders routes as the Functions host tries them: literals before parameters, more constraints
 * before fewer, longer routes before shorter.
 * Source: RouteComparison of Azure/azure-webjobs-sdk-extensions, WebJobsRouteBuilder
 */
export function compareRoutes(left: Route, right: Route): number {
  for (const [index, segment] of left.entries()) {
    const other = right[index];
    if (other === undefined) return -1;
    const difference = rank(segment[0]) - rank(other[0]);
    if (difference !== 0) return difference;
  }
  return right.length - left.length;
}

function rank(part: RoutePart | undefined): number {
  return typeof part === "object" ? -part.constraints.length : Number.MIN_SAFE_INTEGER;
}
