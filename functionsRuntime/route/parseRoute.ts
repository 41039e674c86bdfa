import { routeConstraintName } from "./constraintNames";
import {
  parametersOf,
  type Route,
  type RouteConstraint,
  type RouteParameter,
  type RoutePart,
  type RouteSegment,
} from "./route";

/** A parameter as it is written, before it is known whether it may stand where it does. */
interface WrittenParameter extends RouteParameter {
  readonly optional: boolean;
}

type WrittenPart = string | WrittenParameter;

/**
 * Parses a route template with its prefix, by ASP.NET's grammar.
 * Source: TemplateParser of dotnet/aspnetcore
 *
 * @throws Error that quotes the template and says why Azure would refuse it
 */
export function parseRoute(template: string): Route {
  try {
    // A slash at either end means nothing; ASP.NET allows "~/" at the start too.
    const inner = template.replace(/^~?\//, "").replace(/\/$/, "");
    const written = inner === "" ? [] : splitSegments(inner);
    const route = written.map((segment, index) =>
      checkedSegment(segment, index === written.length - 1),
    );
    refuseRepeatedNames(route);
    return route;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`"${template}" ${reason}`, { cause });
  }
}

/** Doubled braces are braces of a text; a slash inside a parameter belongs to a constraint. */
function splitSegments(template: string): WrittenPart[][] {
  let segment: WrittenPart[] = [];
  const segments = [segment];
  let parameter: string | undefined;
  for (const token of template.match(/\{\{|\}\}|[{}/]|[^{}/]+/g) ?? []) {
    if (parameter !== undefined) {
      if (token === "{") throw new Error("has a brace inside a parameter");
      if (token === "}") segment.push(parseParameter(parameter));
      parameter = token === "}" ? undefined : parameter + unescaped(token);
    } else if (token === "{") {
      parameter = "";
    } else if (token === "/") {
      segments.push((segment = []));
    } else {
      if (token === "}") throw new Error("closes a brace that was not opened");
      const before = segment.at(-1);
      if (typeof before === "string") segment[segment.length - 1] = before + unescaped(token);
      else segment.push(unescaped(token));
    }
  }
  if (parameter !== undefined) throw new Error("opens a brace and does not close it");
  return segments;
}

function unescaped(token: string): string {
  return token === "{{" || token === "}}" ? token.slice(1) : token;
}

function parseParameter(text: string): WrittenParameter {
  const {
    stars,
    name,
    rest = "",
  } = /^(?<stars>\*{0,2})(?<name>[^:=?*/]+)(?<rest>.*)$/s.exec(text)?.groups ?? {};
  if (name === undefined) throw new Error("has a parameter without a name");
  const optional = rest.endsWith("?");
  const { constraints, defaultValue } = parseConstraints(optional ? rest.slice(0, -1) : rest);
  const hasDefault = defaultValue !== undefined;
  if (optional && hasDefault) throw new Error(`has both a default and "?" on {${name}}`);
  const catchAll = stars !== "";
  return {
    name,
    constraints,
    ...(hasDefault && { defaultValue }),
    catchAll,
    optional,
    omittable: optional || hasDefault || catchAll,
  };
}

/** An argument ends at the parenthesis after which the next constraint, a default or nothing comes. */
const CONSTRAINT = /^:(?<name>[^:=()]*)(?:\((?<argument>.*?)\)(?=[:=]|$))?/s;

function parseConstraints(text: string): {
  constraints: RouteConstraint[];
  defaultValue: string | undefined;
} {
  const constraints: RouteConstraint[] = [];
  let rest = text;
  while (rest.startsWith(":")) {
    const match = CONSTRAINT.exec(rest);
    const stated = match?.groups?.["name"] ?? "";
    const name = routeConstraintName(stated);
    if (name === undefined) {
      throw new Error(`has the constraint "${stated}", which ASP.NET does not know`);
    }
    constraints.push({ name, argument: match?.groups?.["argument"] });
    rest = rest.slice(match?.[0].length);
  }
  if (rest !== "" && !rest.startsWith("=")) {
    throw new Error(`has "${rest}" where a constraint or a default is expected`);
  }
  return { constraints, defaultValue: rest === "" ? undefined : rest.slice(1) };
}

function checkedSegment(segment: readonly WrittenPart[], isLast: boolean): RouteSegment {
  if (segment.length === 0) throw new Error("has two slashes in a row");
  return segment.map((part, index): RoutePart => {
    if (typeof part === "string") return part;
    const { optional, ...parameter } = part;
    const before = segment[index - 1];
    if (typeof before === "object") {
      throw new Error("has two parameters without a text between them");
    }
    if (part.catchAll && !(isLast && segment.length === 1)) {
      throw new Error(`has {*${part.name}}, which takes the rest, before its end`);
    }
    const endsSegment = index === segment.length - 1;
    if (optional && !(endsSegment && (before === undefined || before.endsWith(".")))) {
      throw new Error(`has the optional {${part.name}?} where it cannot be left out`);
    }
    // Beside other text only "?" lets a URL leave a parameter out.
    return { ...parameter, omittable: segment.length === 1 ? part.omittable : optional };
  });
}

function refuseRepeatedNames(route: Route): void {
  const names = parametersOf(route).map(({ name }) => name.toLowerCase());
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new Error(`names the parameter {${repeated}} twice`);
}
