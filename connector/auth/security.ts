import type { SecurityDefinition } from "../definition/swagger";
import type { Auth, AuthMode } from "./auth";

/** Microsoft's directory in the public cloud. */
export const ENTRA_AUTHORITY = "https://login.microsoftonline.com";

/** How a definition says that callers authenticate. */
export interface Security {
  readonly definitions: Readonly<Record<string, SecurityDefinition>>;
  /** What each operation that asks for a credential requires. */
  readonly requirement: readonly Readonly<Record<string, readonly string[]>>[];
}

/**
 * The security of a definition. Connectors may have one scheme only; of two modes it is the one that
 * the platform cannot serve without it.
 */
export function securityOf(auth: Auth): Security {
  const mode = publishedMode(auth);
  if (mode === "none") return { definitions: {}, requirement: [] };
  const { name, definition, scopes = [] } = SCHEMES[mode](auth);
  return { definitions: { [name]: definition }, requirement: [{ [name]: scopes }] };
}

/** The mode that the definition's scheme describes. Tokens are sent whatever it says, keys by a policy. */
export function publishedMode({ modes }: Auth): AuthMode {
  return (
    modes.find((mode) => mode === "basic") ?? modes.find((mode) => mode === "apiKey") ?? modes[0]
  );
}

interface Scheme {
  readonly name: string;
  readonly definition: SecurityDefinition;
  readonly scopes?: readonly string[];
}

const SCHEMES: Readonly<Record<Exclude<AuthMode, "none">, (auth: Auth) => Scheme>> = {
  apiKey: ({ keyLocation }) =>
    keyLocation === "query"
      ? { name: "apikeyQuery", definition: { type: "apiKey", name: "code", in: "query" } }
      : {
          name: "apikeyHeader",
          definition: { type: "apiKey", name: "x-functions-key", in: "header" },
        },
  basic: () => ({ name: "basic", definition: { type: "basic" } }),
  oauth2: ({ oauth2 }) => {
    const { authorizationUrl, tokenUrl, scopes } = required(oauth2, "oauth2");
    return {
      name: "oauth2",
      scopes,
      definition: {
        type: "oauth2",
        flow: "accessCode",
        authorizationUrl,
        tokenUrl,
        scopes: Object.fromEntries(scopes.map((scope) => [scope, scope])),
      },
    };
  },
  entraId: ({ entraId }) => {
    const { authority = ENTRA_AUTHORITY, tenantId } = required(entraId, "entraId");
    const base = `${authority.replace(/\/$/, "")}/${tenantId}/oauth2`;
    return {
      name: "entraId",
      definition: {
        type: "oauth2",
        flow: "accessCode",
        authorizationUrl: `${base}/authorize`,
        tokenUrl: `${base}/token`,
        scopes: {},
      },
    };
  },
};

/** @throws TypeError when an auth names a mode without describing it */
export function required<Part>(part: Part | undefined, mode: AuthMode): Part {
  if (part !== undefined) return part;
  throw new TypeError(`\`auth.${mode}\` is missing. Expected it with mode ${mode}.`);
}
