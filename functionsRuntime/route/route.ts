import type { RouteConstraintName } from "./constraintNames";

/** An inline constraint of a route parameter, such as `int` or `range(1,12)`. */
export interface RouteConstraint {
  readonly name: RouteConstraintName;
  /** What stands between its parentheses; undefined without them. */
  readonly argument: string | undefined;
}

/** A parameter of a route, such as `{id:int?}`. */
export interface RouteParameter {
  readonly name: string;
  readonly constraints: readonly RouteConstraint[];
  /** The value where a URL leaves it out, as in `{id=5}`. Absent when there is none. */
  readonly defaultValue?: string;
  /** A URL may leave it out: it is optional, has a default, or takes a rest that may be empty. */
  readonly omittable: boolean;
  /** Takes the rest of the path, slashes and all. */
  readonly catchAll: boolean;
}

/** A literal text or a parameter. */
export type RoutePart = string | RouteParameter;

/** What stands between two slashes: `items`, `{id}` or a mixture such as `{name}.{format}`. */
export type RouteSegment = readonly RoutePart[];

/** A parsed route template. */
export type Route = readonly RouteSegment[];

/** The parameters of a route, from left to right. */
export function parametersOf(route: Route): readonly RouteParameter[] {
  return route.flat().filter((part) => typeof part !== "string");
}
