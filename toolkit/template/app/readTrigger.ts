import { AUTH_LEVELS, authLevelOf } from "../../../functionsRuntime/authLevel";
import {
  RESERVED_ROUTES,
  isHttpTrigger,
  isReservedRoute,
  isTrigger,
  methodsOf,
  routeOf,
  routeTemplate,
} from "../../../functionsRuntime/httpTrigger";
import { parseRoute } from "../../../functionsRuntime/route/parseRoute";
import type { Route } from "../../../functionsRuntime/route/route";
import type { Method } from "../../document/methods";
import type { DeclaredFunction } from "./declaredFunction";
import type { HttpTrigger } from "./functionApp";

/** A function's HTTP trigger, with what the host compares and Swagger cannot say. */
export interface ReadTrigger {
  readonly trigger: HttpTrigger;
  /** The route as it is written, with the app's prefix. */
  readonly route: string;
  /** All that Azure serves, in capitals. */
  readonly methods: readonly string[];
  /** Those of `methods` that Swagger 2.0 does not support, such as TRACE. */
  readonly unpublished: readonly string[];
}

/** The methods of Swagger 2.0, in the order of the portal's template. */
const PORTAL_METHODS: readonly Method[] = [
  "get",
  "post",
  "delete",
  "head",
  "patch",
  "put",
  "options",
];

/**
 * Reads a function's HTTP trigger.
 *
 * @param routePrefix stands before the route; empty for none
 * @throws Error that reads after the function's name when it has none, or the host would refuse it
 */
export function readTrigger(
  { name, bindings }: DeclaredFunction,
  routePrefix: string,
): ReadTrigger {
  const binding = bindings.find(({ type }) => isHttpTrigger(type));
  if (binding === undefined) {
    const other = bindings.find(({ type }) => isTrigger(type));
    throw new Error(other ? `has a trigger of type ${other.type}` : "has no trigger");
  }
  const ownRoute = routeOf(name, binding.route);
  refuseReserved(ownRoute);
  const authLevel = authLevelOf(binding.authLevel);
  if (authLevel === undefined) {
    throw new Error(
      `has the authLevel "${binding.authLevel ?? ""}"; expected ${AUTH_LEVELS.join(", ")}`,
    );
  }
  const route = routeTemplate(ownRoute, routePrefix);
  const methods = methodsOf(binding.methods);
  const trigger = {
    functionName: name,
    route: parsed(route),
    methods: binding.methods?.length ? publishedMethods(methods) : PORTAL_METHODS,
    authLevel,
  };
  const unpublished = methods.filter((method) => publishedMethod(method) === undefined);
  return { trigger, route, methods, unpublished };
}

function publishedMethods(methods: readonly string[]): readonly Method[] {
  const published = methods.flatMap((method) => publishedMethod(method) ?? []);
  if (published.length > 0) return published;
  throw new Error(`takes ${methods.join(", ")}, which Swagger 2.0 does not support`);
}

function publishedMethod(method: string): Method | undefined {
  return PORTAL_METHODS.find((known) => known === method.toLowerCase());
}

function refuseReserved(route: string): void {
  if (!isReservedRoute(route)) return;
  throw new Error(
    `has the route "${route}": those that start with ${RESERVED_ROUTES.join(" or ")} belong to the ` +
      "Functions host",
  );
}

function parsed(template: string): Route {
  try {
    return parseRoute(template);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`has a route that Azure refuses: ${message}`, { cause });
  }
}
