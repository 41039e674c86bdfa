/** Where Functions serves routes unless host.json says otherwise. */
export const ROUTE_PREFIX = "/api/";

/**
 * The absolute URL of a route, for a `Location`.
 *
 * @param query parameters in their order; those without a value are left out
 */
export function addressOf(
  origin: string,
  route: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const url = new URL(ROUTE_PREFIX + route, origin);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}
