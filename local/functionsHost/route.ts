/** One part of a route template between two slashes. */
type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | {
      readonly kind: "parameter";
      readonly name: string;
      readonly constraints: readonly string[];
      readonly optional: boolean;
      /** Takes the rest of the path, slashes and all. */
      readonly catchAll: boolean;
    };

type Parameter = Extract<Segment, { kind: "parameter" }>;

/** A parsed route template, such as `api/turbines/{id:int}`. */
export type Route = readonly Segment[];

/**
 * ASP.NET's inline constraints that are enforced here.
 * Source: learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints
 */
const constraintTests: ReadonlyMap<string, (value: string) => boolean> = new Map([
  // 32 bits.
  ["int", (value) => /^[+-]?\d+$/.test(value) && Number(value) === (Number(value) | 0)],
  ["bool", (value) => /^(true|false)$/i.test(value)],
  ["alpha", (value) => /^[a-z]*$/i.test(value)],
  ["guid", (value) => /^([\da-f]{32}|[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12})$/i.test(value)],
]);

/**
 * Parses a route template with its prefix.
 * @throws when the template uses a form of ASP.NET's that is not served here.
 */
export function parseRoute(template: string): Route {
  const texts = template.split("/");
  return texts.map((text, index) => parseSegment(text, template, index === texts.length - 1));
}

function parseSegment(text: string, template: string, isLast: boolean): Segment {
  if (text === "") {
    throw new Error(
      `Route "${template}" has an empty part. Leave out slashes at the start, at the end and in a row.`,
    );
  }
  if (!/[{}]/.test(text)) return { kind: "literal", text };
  const match =
    /^\{(?<stars>\*{0,2})(?<name>\w+)(?<constraints>(:[a-z]+)*)(?<optional>\??)\}$/.exec(text);
  const { stars, name, constraints, optional } = match?.groups ?? {};
  if (stars === undefined || name === undefined || constraints === undefined) {
    throw new Error(
      `Route "${template}" has the part "${text}", which the local Functions host does not serve. It serves {name}, {name?}, {*name} and {name:constraint}.`,
    );
  }
  const segment = {
    kind: "parameter",
    name,
    constraints: constraints.split(":").slice(1),
    optional: optional === "?",
    catchAll: stars !== "",
  } as const;
  return checkedParameter(segment, template, isLast);
}

function checkedParameter(segment: Parameter, template: string, isLast: boolean): Parameter {
  if ((segment.optional || segment.catchAll) && !isLast) {
    throw new Error(
      `Route "${template}": only its last part may be optional or take the rest of the path.`,
    );
  }
  const unknown = segment.constraints.find((name) => !constraintTests.has(name));
  if (unknown !== undefined) {
    throw new Error(
      `Route "${template}" has the constraint "${unknown}". The local Functions host enforces ${[...constraintTests.keys()].join(", ")}.`,
    );
  }
  return segment;
}

/**
 * Matches a URL's path against a route, letters of either case alike.
 * @returns the parameters' values, decoded, without the optional ones that are absent;
 * undefined when the path is not the route's.
 */
export function matchRoute(route: Route, path: string): Record<string, string> | undefined {
  const parts = pathParts(path);
  const params: Record<string, string> = {};
  for (const [index, segment] of route.entries()) {
    const isRest = segment.kind === "parameter" && segment.catchAll;
    const value = isRest ? parts.slice(index).join("/") : parts[index];
    if (!isAccepted(segment, value)) return undefined;
    if (segment.kind === "parameter" && value) params[segment.name] = value;
  }
  const last = route.at(-1);
  const takesRest = last?.kind === "parameter" && last.catchAll;
  return takesRest || parts.length <= route.length ? params : undefined;
}

function pathParts(path: string): string[] {
  return path.replace(/^\//, "").replace(/\/$/, "").split("/").map(decoded);
}

/** Decodes a part as ASP.NET does: an encoded slash stays encoded, broken escapes stay as sent. */
function decoded(part: string): string {
  try {
    return part.split(/%2f/i).map(decodeURIComponent).join("%2F");
  } catch {
    return part;
  }
}

function isAccepted(segment: Segment, value: string | undefined): boolean {
  if (segment.kind === "literal") return value?.toLowerCase() === segment.text.toLowerCase();
  if (!value) return segment.optional || segment.catchAll;
  return segment.constraints.every((name) => constraintTests.get(name)?.(value));
}

/**
 * Orders routes as the host tries them: literals before parameters, constrained parameters before
 * free ones, longer routes before shorter.
 */
export function compareRoutes(left: Route, right: Route): number {
  for (const [index, segment] of left.entries()) {
    const other = right[index];
    if (other === undefined) return -1;
    const difference = rank(segment) - rank(other);
    if (difference !== 0) return difference;
  }
  return right.length - left.length;
}

function rank(segment: Segment): number {
  return segment.kind === "literal" ? Number.MIN_SAFE_INTEGER : -segment.constraints.length;
}
