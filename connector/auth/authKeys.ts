import {
  AUTH_MODES,
  KEY_LOCATIONS,
  type Auth,
  type AuthMode,
  type EntraId,
  type OAuth2,
} from "./auth";

/** The configuration keys that describe how callers authenticate. Pulumi.yaml describes each. */
export const AUTH_KEYS = [
  "auth",
  "apiKeyLocation",
  "oauth2Issuer",
  "oauth2Audience",
  "oauth2KeySetUrl",
  "oauth2ClientId",
  "oauth2AuthorizationUrl",
  "oauth2TokenUrl",
  "oauth2Scopes",
  "entraTenantId",
  "entraClientId",
  "entraResource",
  "entraAuthority",
] as const;
export type AuthKey = (typeof AUTH_KEYS)[number];

/** A value that cannot be used. */
export interface KeyProblem {
  readonly key: AuthKey;
  readonly value: string;
  /** What is allowed, as in "expected …". */
  readonly expected: string;
}

/** The auth that some values describe, or what is wrong with them. */
export type ReadAuth =
  | { readonly auth: Auth; readonly problems?: never }
  | { readonly auth?: never; readonly problems: readonly KeyProblem[] };

/**
 * Reads an auth from configuration values.
 *
 * @param read gives a key's value; empty when it is not set
 */
export function readAuth(read: (key: AuthKey) => string): ReadAuth {
  const reader = new KeyReader(read);
  const modes = reader.modes();
  const auth: Auth = {
    modes,
    keyLocation: reader.oneOf("apiKeyLocation", KEY_LOCATIONS),
    ...(modes.includes("oauth2") && { oauth2: oauth2Of(reader) }),
    ...(modes.includes("entraId") && { entraId: entraIdOf(reader) }),
  };
  return reader.problems.length > 0 ? { problems: reader.problems } : { auth };
}

function oauth2Of(reader: KeyReader): OAuth2 {
  const keySetUrl = reader.optionalUrl("oauth2KeySetUrl");
  return {
    issuer: reader.url("oauth2Issuer"),
    audience: reader.text("oauth2Audience"),
    ...(keySetUrl && { keySetUrl }),
    clientId: reader.text("oauth2ClientId"),
    authorizationUrl: reader.url("oauth2AuthorizationUrl"),
    tokenUrl: reader.url("oauth2TokenUrl"),
    scopes: reader.words("oauth2Scopes"),
  };
}

function entraIdOf(reader: KeyReader): EntraId {
  const authority = reader.optionalUrl("entraAuthority");
  return {
    tenantId: reader.guid("entraTenantId"),
    clientId: reader.guid("entraClientId"),
    resource: reader.text("entraResource"),
    ...(authority && { authority }),
  };
}

/** Reads values and remembers what is wrong with them, so that everything is told at once. */
class KeyReader {
  readonly problems: KeyProblem[] = [];
  readonly #read: (key: AuthKey) => string;

  constructor(read: (key: AuthKey) => string) {
    this.#read = read;
  }

  modes(): Auth["modes"] {
    const names = this.words("auth", ",");
    const modes = names.filter((name): name is AuthMode =>
      AUTH_MODES.some((known) => known === name),
    );
    const [first, second] = modes;
    const isPair = modes.length === 2 && first !== second && !modes.includes("none");
    if (first === undefined || names.length !== modes.length || (modes.length !== 1 && !isPair)) {
      this.#refuse(
        "auth",
        `${AUTH_MODES.join(", ")}, or two of them but none separated by a comma`,
      );
      return ["apiKey"];
    }
    return second === undefined ? [first] : [first, second];
  }

  oneOf<Value extends string>(key: AuthKey, allowed: readonly [Value, ...Value[]]): Value {
    const value = allowed.find((candidate) => candidate === this.#read(key));
    return value ?? this.#refuse(key, allowed.join(" or "), allowed[0]);
  }

  text(key: AuthKey): string {
    const value = this.#read(key).trim();
    return value === "" || /\s/.test(value)
      ? this.#refuse(key, "a value without spaces", "")
      : value;
  }

  /** A token is only worth something when nobody can read it, or the keys it is checked by, on the way. */
  url(key: AuthKey): string {
    const value = this.#read(key);
    const { protocol, hostname } = URL.canParse(value)
      ? new URL(value)
      : { protocol: "", hostname: "" };
    const isLoopback = protocol === "http:" && hostname === "127.0.0.1";
    return protocol === "https:" || isLoopback ? value : this.#refuse(key, "an https address", "");
  }

  optionalUrl(key: AuthKey): string | undefined {
    return this.#read(key) === "" ? undefined : this.url(key);
  }

  guid(key: AuthKey): string {
    const value = this.#read(key).toLowerCase();
    const isGuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/.test(value);
    return isGuid
      ? value
      : this.#refuse(key, "an id such as 0a1b2c3d-0000-0000-0000-000000000000", "");
  }

  words(key: AuthKey, separator: string | RegExp = /[\s,]+/): string[] {
    const words = this.#read(key).split(separator);
    return words.map((word) => word.trim()).filter((word) => word !== "");
  }

  #refuse<Value>(key: AuthKey, expected: string, instead?: Value): Value {
    this.problems.push({ key, value: this.#read(key), expected });
    return instead as Value;
  }
}
