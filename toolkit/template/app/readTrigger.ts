import type { DeclaredFunction } from "./declaredFunction";
import {
  type AuthLevel,
  type HttpMethod,
  type HttpTrigger,
  authLevels,
  httpMethods,
} from "./functionApp";
import { parseRoute } from "../route/parseRoute";
import type { Route } from "../route/route";

/** A function's HTTP trigger, with what the host compares and Swagger cannot say. */
export interface ReadTrigger {
  readonly trigger: HttpTrigger;
  /** The route as it is written, with the app's prefix. */
  readonly template: string;
  /** Methods that Azure serves and that Swagger 2.0 has no place for, such as TRACE. */
  readonly unpublished: readonly string[];
}

/**
 * Reads a function's HTTP trigger.
 *
 * @param routePrefix stands before the route; empty for none
 * @throws Error that reads after the function's name when it has none, or the host would refuse it.
 */
export function readTrigger(
  { name, bindings }: DeclaredFunction,
  routePrefix: string,
): ReadTrigger {
  const binding = bindings.find(({ type }) => type.toLowerCase() === "httptrigger");
  if (binding === undefined) {
    const other = bindings.find(({ type }) => type.toLowerCase().endsWith("trigger"));
    throw new Error(other ? `has a trigger of type ${other.type}` : "has no trigger");
  }
  const ownRoute = binding.route?.trim() ? binding.route : name;
  refuseReserved(ownRoute);
  const template = routePrefix === "" ? ownRoute : `${routePrefix}/${ownRoute}`;
  const stated = (binding.methods ?? []).map((method) => method.toLowerCase());
  const trigger = {
    functionName: name,
    route: routeOf(template),
    methods: stated.length === 0 ? httpMethods : methodsOf(stated),
    authLevel: authLevelOf(binding.authLevel ?? "function"),
  };
  return { trigger, template, unpublished: stated.filter((method) => !isPublished(method)) };
}

function isPublished(method: string): method is HttpMethod {
  return httpMethods.some((known) => known === method);
}

function methodsOf(stated: readonly string[]): readonly HttpMethod[] {
  const methods = [...new Set(stated.filter(isPublished))];
  if (methods.length > 0) return methods;
  throw new Error(`takes ${stated.join(", ").toUpperCase()}, for which Swagger 2.0 has no place`);
}

/** The host keeps these for itself, whatever the prefix. */
function refuseReserved(route: string): void {
  if (!/^\/*(admin|runtime)/i.test(route)) return;
  throw new Error(
    `has the route "${route}": those that start with admin or runtime belong to the Functions host`,
  );
}

function routeOf(template: string): Route {
  try {
    return parseRoute(template);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`has a route that Azure refuses: ${message}`, { cause });
  }
}

function authLevelOf(stated: string): AuthLevel {
  const known = authLevels.find((level) => level === stated.toLowerCase());
  if (known !== undefined) return known;
  throw new Error(`has the authLevel "${stated}"; expected ${authLevels.join(", ")}`);
}
