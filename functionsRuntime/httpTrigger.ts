/** Whether a binding's type is that of a trigger. Source: BindingMetadata of the host. */
export function isTrigger(bindingType: string): boolean {
  return bindingType.toLowerCase().endsWith("trigger");
}

/** Whether a binding's type is that of an HTTP trigger. */
export function isHttpTrigger(bindingType: string): boolean {
  return bindingType.toLowerCase() === "httptrigger";
}

/**
 * The route of a trigger, without the app's prefix: the function's name where it states none.
 * Source: ScriptHost.ValidateHttpFunction of Azure/azure-functions-host
 */
export function routeOf(functionName: string, stated: string | null | undefined): string {
  return stated?.trim() ? stated : functionName;
}

/** What the routes start with that the host keeps for itself, whatever the prefix. */
export const RESERVED_ROUTES = ["admin", "runtime"] as const;

/**
 * Whether the host keeps a route, without the app's prefix, for itself: `administration` is one too.
 * Source: ScriptHost.ValidateHttpFunction of Azure/azure-functions-host
 */
export function isReservedRoute(route: string): boolean {
  const bare = bareRoute(route);
  return RESERVED_ROUTES.some((reserved) => bare.startsWith(reserved));
}

/**
 * The whole route template of a trigger.
 * Source: WebJobsRouteBuilder.BuildRouteTemplate of Azure/azure-webjobs-sdk-extensions
 *
 * @param routePrefix from host.json; empty for none
 */
export function routeTemplate(route: string, routePrefix: string): string {
  return routePrefix === "" ? route : `${routePrefix}/${route}`;
}

/** The methods that reach a trigger which states none; the host itself restricts nothing then. */
export const EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** The methods of a trigger, in capitals, each once. None, or an empty list, stands for every one. */
export function methodsOf(stated: readonly string[] | null | undefined): readonly string[] {
  if (!stated || stated.length === 0) return EVERY_METHOD;
  return [...new Set(stated.map((method) => method.toUpperCase()))];
}

/** What the host compares of two triggers. */
interface RoutedTrigger {
  /** With or without the app's prefix, as it is written. */
  readonly route: string;
  /** In capitals. */
  readonly methods: readonly string[];
}

/**
 * Whether the host refuses the later of two triggers: their routes are written alike, and they share
 * a method.
 * Source: ScriptHost.HttpRoutesConflict of Azure/azure-functions-host
 */
export function isSameRoute(left: RoutedTrigger, right: RoutedTrigger): boolean {
  return (
    bareRoute(left.route) === bareRoute(right.route) &&
    left.methods.some((method) => right.methods.includes(method))
  );
}

function bareRoute(route: string): string {
  return route.replace(/^\/+|\/+$/g, "").toLowerCase();
}
