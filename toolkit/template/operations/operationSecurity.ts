import { type AuthLevel, KEY_PLACES, keysOpening } from "../../../functionsRuntime/authLevel";
import { isObject, type JsonObject } from "../../document/json";

/** What the template calls the function key, as the portal's template did. */
export const KEY_SCHEME_NAME = "apikeyQuery";

/** The function key as the portal's template had it: in the query. */
export const keyScheme: JsonObject = { type: "apiKey", name: KEY_PLACES.query, in: "query" };

function schemesOf({ securityDefinitions }: JsonObject): readonly [string, unknown][] {
  return isObject(securityDefinitions) ? Object.entries(securityDefinitions) : [];
}

function isKeyScheme(scheme: unknown): boolean {
  if (!isObject(scheme) || scheme["type"] !== "apiKey") return false;
  const { name, in: place } = scheme;
  if (typeof name !== "string") return false;
  return name.toLowerCase() === KEY_PLACES[place === "header" ? "header" : "query"];
}

/** What a new operation says about security, and what the definition must say with it. */
export interface NewSecurity {
  /** Undefined when the definition's own security is for every operation. */
  readonly security: unknown;
  /** The function key has to be added to the definition's schemes. */
  readonly addsKeyScheme: boolean;
}

/**
 * The security of a new operation. A definition that has security for all operations, or a scheme
 * other than the function key (then the app's code checks its callers itself), says it; else a key
 * is sent where the function wants one.
 */
export function newSecurity(definition: JsonObject, authLevel: AuthLevel): NewSecurity {
  const inherited = definition["security"];
  if (Array.isArray(inherited) && inherited.length > 0) {
    return { security: undefined, addsKeyScheme: false };
  }
  const schemes = schemesOf(definition);
  const keyName = schemes.find(([, scheme]) => isKeyScheme(scheme))?.[0];
  const [otherName] = schemes[0] ?? [];
  if (keyName === undefined && otherName !== undefined) {
    return { security: [{ [otherName]: [] }], addsKeyScheme: false };
  }
  if (authLevel === "anonymous") return { security: [], addsKeyScheme: false };
  return {
    security: [{ [keyName ?? KEY_SCHEME_NAME]: [] }],
    addsKeyScheme: keyName === undefined,
  };
}

/**
 * What people have to decide about an operation's security; undefined when it is what the function
 * wants.
 */
export function securityQuestion(
  definition: JsonObject,
  operation: JsonObject,
  authLevel: AuthLevel,
): string | undefined {
  const names = schemeNames(operation["security"] ?? definition["security"]);
  const schemes = new Map(schemesOf(definition));
  const sendsKey = names.some((name) => isKeyScheme(schemes.get(name)));
  if (authLevel === "anonymous") {
    return sendsKey ? "its function is anonymous, yet the definition asks for a key" : undefined;
  }
  if (!sendsKey) {
    const instead = names.length === 0 ? "has no security" : `has ${names.join(", ")} instead`;
    return `its function requires a key (authLevel ${authLevel}), and the definition ${instead}`;
  }
  if (authLevel === "system") {
    return "its function requires a system key (authLevel system), which a function key does not replace";
  }
  return keysOpening(authLevel).includes("function")
    ? undefined
    : `its function requires the master key (authLevel ${authLevel}), which opens the whole app`;
}

function schemeNames(security: unknown): readonly string[] {
  if (!Array.isArray(security)) return [];
  return security.flatMap((requirement: unknown) =>
    isObject(requirement) ? Object.keys(requirement) : [],
  );
}
