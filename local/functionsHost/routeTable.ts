import type { RegisteredFunction } from "./protocol";
import { type Route, compareRoutes, matchRoute, parseRoute } from "./route";

const authLevels = ["anonymous", "function", "admin"] as const;

/** What a trigger without stated methods takes. */
const everyMethod = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** What a caller must show: nothing, a function key (or the master key), the master key. */
export type AuthLevel = (typeof authLevels)[number];

/** A function that the host serves. */
export interface FunctionListing {
  readonly name: string;
  readonly trigger: "httpTrigger";
  /** The route template with its prefix and without a leading slash, such as `api/TurbineRepair`. */
  readonly route: string;
  /** In capitals. */
  readonly methods: readonly string[];
  readonly authLevel: AuthLevel;
}

/** The functions of a package, in the order in which their routes are tried. */
export interface RouteTable {
  readonly listings: readonly FunctionListing[];
  /** Undefined when no route has both the method and the path: the answer is 404. */
  find(method: string, path: string): RouteMatch | undefined;
}

/** The function that a request reaches, with its route's values, decoded. */
export interface RouteMatch {
  readonly listing: FunctionListing;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Judges what a package registered as Azure's host does before it serves a function.
 * @param routePrefix from host.json; empty for none.
 * @throws when there is no function, or one that could not be served, saying which and why.
 */
export function routeTable(
  registered: readonly RegisteredFunction[],
  routePrefix: string,
): RouteTable {
  if (registered.length === 0) {
    throw new Error(
      "The package's main was loaded but registered no function, so the app would serve nothing. Call app.http(...) while the main is loaded.",
    );
  }
  const listings = registered.map((metadata) => listingOf(metadata, routePrefix));
  refuseSharedRoutes(listings);
  const routes = listings
    .map((listing) => ({ listing, route: parseRoute(listing.route) }))
    .toSorted((left, right) => compareRoutes(left.route, right.route));
  return { listings, find: (method, path) => findRoute(routes, method, path) };
}

function findRoute(
  routes: readonly { listing: FunctionListing; route: Route }[],
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
function accepts({ methods }: FunctionListing, method: string): boolean {
  return methods.includes(method) || (method === "HEAD" && methods.includes("GET"));
}

function listingOf({ name, bindings }: RegisteredFunction, routePrefix: string): FunctionListing {
  // Rule of the host's own function names.
  if (!/^[a-z][a-z0-9_-]{0,127}$/i.test(name)) {
    throw new Error(
      `Function name "${name}" is not valid. Start with a letter and use up to 128 letters, digits, "_" and "-".`,
    );
  }
  const trigger = Object.values(bindings).find(({ type }) => type === "httpTrigger");
  const unserved = Object.values(bindings).find(({ type }) => !isServedBinding(type));
  if (trigger === undefined || unserved !== undefined) {
    throw new Error(
      `Function "${name}" has a binding of type "${unserved?.type ?? "none"}". The local Functions host serves HTTP triggers with an HTTP response only.`,
    );
  }
  const route = trigger.route === undefined || trigger.route === "" ? name : trigger.route;
  // The host keeps this space for itself.
  if (/^\/*admin/i.test(route)) {
    throw new Error(
      `Function "${name}" has the route "${route}". Routes that start with "admin" belong to the Functions host; choose another.`,
    );
  }
  return {
    name,
    trigger: "httpTrigger",
    route: routePrefix === "" ? route : `${routePrefix}/${route}`,
    methods: (trigger.methods ?? everyMethod).map((method) => method.toUpperCase()),
    authLevel: authLevelOf(name, trigger.authLevel ?? "function"),
  };
}

function isServedBinding(type: string): boolean {
  return type === "httpTrigger" || type.toLowerCase() === "http";
}

function authLevelOf(name: string, stated: string): AuthLevel {
  const known = authLevels.find((level) => level === stated.toLowerCase());
  if (known === undefined) {
    throw new Error(
      `Function "${name}" has the authLevel "${stated}". Expected ${authLevels.join(", ")}.`,
    );
  }
  return known;
}

function refuseSharedRoutes(listings: readonly FunctionListing[]): void {
  for (const [index, listing] of listings.entries()) {
    const earlier = listings
      .slice(0, index)
      .find(
        ({ route, methods }) =>
          route.toLowerCase() === listing.route.toLowerCase() &&
          methods.some((method) => listing.methods.includes(method)),
      );
    if (earlier !== undefined) {
      throw new Error(
        `Functions "${earlier.name}" and "${listing.name}" share the route "${listing.route}" and a method. Give each its own.`,
      );
    }
  }
}
