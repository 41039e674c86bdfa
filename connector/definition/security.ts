import type { Auth, AuthMode } from "../auth/auth";
import { AUTH_MODE_DESCRIPTIONS } from "../auth/authModes";
import type { SecurityDefinition } from "./swagger";

/** How a definition describes the authentication of callers. */
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
  const scheme = AUTH_MODE_DESCRIPTIONS[publishedMode(auth)].securityScheme(auth);
  if (!scheme) return { definitions: {}, requirement: [] };
  const { name, definition, scopes = [] } = scheme;
  return { definitions: { [name]: definition }, requirement: [{ [name]: scopes }] };
}

/** The mode that the definition's scheme describes. Tokens are sent in any case, and a policy sends keys. */
function publishedMode({ modes }: Auth): AuthMode {
  return (
    modes.find((mode) => mode === "basic") ?? modes.find((mode) => mode === "apiKey") ?? modes[0]
  );
}
