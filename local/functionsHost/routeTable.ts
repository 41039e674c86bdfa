import { inHostOrder } from "../../functionsRuntime/functionName";
import { isSameRoute } from "../../functionsRuntime/httpTrigger";
import type { HttpListing } from "./httpListing";
import { type ServedRoute, matchRoute, servedRoute } from "./route";

/** Finds the function that a request reaches. */
export interface RouteTable {
  /** Undefined when no route has both the method and the path: the response is 404. */
  find(method: string, path: string): RouteMatch | undefined;
}

/** The function that a request reaches, with its route's values, decoded. */
export interface RouteMatch {
  readonly listing: HttpListing;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Makes the table of a package's routes.
 * @throws when a route could not be served, or two functions share one.
 */
export function routeTable(listings: readonly HttpListing[]): RouteTable {
  refuseSharedRoutes(listings);
  const routes = inHostOrder(listings, ({ name }) => name).map((listing) => ({
    listing,
    route: servedRoute(listing.route),
  }));
  return { find: (method, path) => findRoute(routes, method, path) };
}

function findRoute(
  routes: readonly { listing: HttpListing; route: ServedRoute }[],
  method: string,
  path: string,
): RouteMatch | undefined {
  for (const { listing, route } of routes) {
    const params = accepts(listing, method) ? matchRoute(route, path) : undefined;
    if (params !== undefined) return { listing, params };
  }
  return undefined;
}

/** The host lets HEAD through wherever GET is declared. */
function accepts({ methods }: HttpListing, method: string): boolean {
  return methods.includes(method) || (method === "HEAD" && methods.includes("GET"));
}

function refuseSharedRoutes(listings: readonly HttpListing[]): void {
  for (const [index, listing] of listings.entries()) {
    const earlier = listings.slice(0, index).find((other) => isSameRoute(other, listing));
    if (earlier !== undefined) {
      throw new Error(
        `Functions "${earlier.name}" and "${listing.name}" share the route "${listing.route}" and a method. Give each its own.`,
      );
    }
  }
}
