import type { Cloud } from "../cloud";
import type { Answer } from "./answer";
import type { RestRequest } from "./httpsListener";

/** What a route's handler gets. */
export interface RestCall {
  readonly cloud: Cloud;
  readonly request: RestRequest;
  /** Decoded parts of the path by their names in the route's pattern. */
  readonly path: Readonly<Record<string, string>>;
}

/** Answers one kind of call. @throws AzureError for what is refused */
export type RouteHandler = (call: RestCall) => Answer | Promise<Answer>;

/** One kind of call. */
export interface Route {
  readonly method: string;
  /** Matches the paths, with a group for each part that has a name. */
  readonly path: RegExp;
  readonly handler: RouteHandler;
}

/**
 * Makes a route.
 *
 * @param pattern Method and path. `{name}` is one segment; `{scope}` is any number of them, with its first slash.
 */
export function route(pattern: string, handler: RouteHandler): Route {
  const [method = "", path = ""] = pattern.split(" ");
  const source = path
    .replaceAll(".", String.raw`\.`)
    .replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      name === "scope" ? "(?<scope>/.+)" : `(?<${name}>[^/]+)`,
    );
  // Azure compares paths without regard to case.
  return { method, path: new RegExp(`^${source}/?$`, "i"), handler };
}

/** The route of a request, and the parts of its path; undefined if there is none. */
export function findRoute(
  routes: readonly Route[],
  { method, url }: RestRequest,
): { handler: RouteHandler; path: Record<string, string> } | undefined {
  for (const { method: expected, path, handler } of routes) {
    const match = method === expected ? path.exec(url.pathname) : null;
    if (match === null) continue;
    const parts = Object.entries(match.groups ?? {}).map(([name, part]) => [name, decoded(part)]);
    return { handler, path: Object.fromEntries(parts) };
  }
  return undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
