import { AUTH_LEVELS, type AuthLevel, authLevelOf } from "../../functionsRuntime/authLevel";
import {
  RESERVED_ROUTES,
  isReservedRoute,
  methodsOf,
  routeOf,
  routeTemplate,
} from "../../functionsRuntime/httpTrigger";
import type { Binding } from "./protocol";

/** A function that is called by HTTP. */
export interface HttpListing {
  readonly name: string;
  readonly trigger: "httpTrigger";
  /** The route template with its prefix and without a leading slash, such as `api/items`. */
  readonly route: string;
  /** In capitals. */
  readonly methods: readonly string[];
  readonly authLevel: AuthLevel;
}

/**
 * Checks an HTTP trigger as Azure's host does before it serves a function.
 * @param routePrefix from host.json; empty for none.
 * @throws when it could not be served.
 */
export function httpListing(name: string, trigger: Binding, routePrefix: string): HttpListing {
  const route = routeOf(name, trigger.route);
  if (isReservedRoute(route)) {
    throw new Error(
      `Function "${name}" has the route "${route}". Routes that start with ${RESERVED_ROUTES.map((reserved) => `"${reserved}"`).join(" or ")} belong to the Functions host; choose another.`,
    );
  }
  const authLevel = authLevelOf(trigger.authLevel);
  if (authLevel === undefined) {
    throw new Error(
      `Function "${name}" has the authLevel "${trigger.authLevel}". Expected ${AUTH_LEVELS.join(", ")}.`,
    );
  }
  return {
    name,
    trigger: "httpTrigger",
    route: routeTemplate(route, routePrefix),
    methods: methodsOf(trigger.methods),
    authLevel,
  };
}
