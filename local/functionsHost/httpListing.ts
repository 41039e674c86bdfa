import type { Binding } from "./protocol";

const authLevels = ["anonymous", "function", "admin"] as const;

/** What a trigger without stated methods takes. */
const everyMethod = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** What a caller must show: nothing, a function key (or the master key), the master key. */
export type AuthLevel = (typeof authLevels)[number];

/** A function that is called by HTTP. */
export interface HttpListing {
  readonly name: string;
  readonly trigger: "httpTrigger";
  /** The route template with its prefix and without a leading slash, such as `api/TurbineRepair`. */
  readonly route: string;
  /** In capitals. */
  readonly methods: readonly string[];
  readonly authLevel: AuthLevel;
}

/**
 * Judges an HTTP trigger as Azure's host does before it serves a function.
 * @param routePrefix from host.json; empty for none.
 * @throws when it could not be served.
 */
export function httpListing(name: string, trigger: Binding, routePrefix: string): HttpListing {
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

function authLevelOf(name: string, stated: string): AuthLevel {
  const known = authLevels.find((level) => level === stated.toLowerCase());
  if (known === undefined) {
    throw new Error(
      `Function "${name}" has the authLevel "${stated}". Expected ${authLevels.join(", ")}.`,
    );
  }
  return known;
}
