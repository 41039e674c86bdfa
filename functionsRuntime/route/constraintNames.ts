/**
 * ASP.NET's inline constraints, by which a route parameter's values are restricted.
 * Source: learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints
 */
const ROUTE_CONSTRAINT_NAMES = [
  "int",
  "bool",
  "datetime",
  "decimal",
  "double",
  "float",
  "guid",
  "long",
  "alpha",
  "regex",
  "minlength",
  "maxlength",
  "length",
  "min",
  "max",
  "range",
  "required",
  "exists",
  "file",
  "nonfile",
] as const;

export type RouteConstraintName = (typeof ROUTE_CONSTRAINT_NAMES)[number];

/** The constraint of a name, in whatever case; undefined where ASP.NET has none. */
export function routeConstraintName(stated: string): RouteConstraintName | undefined {
  return ROUTE_CONSTRAINT_NAMES.find((name) => name === stated.toLowerCase());
}
