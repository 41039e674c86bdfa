import { AUTH_MODES, type AuthMode } from "../../function/security/authMode";
import { DEFAULT_AUTH, type Auth } from "./auth";
import { AUTH_MODE_DESCRIPTIONS, type ModeKey } from "./authModes";
import { KeyReader, type KeyProblem } from "./keyReader";
import { readKeyLocation } from "./modes/apiKey";

/** A configuration key that describes how callers authenticate. */
export type AuthKey = "auth" | ModeKey;

/** How the command line's help describes each key. */
export const AUTH_KEY_TEXTS = {
  auth: {
    value: "<modes>",
    text:
      `how callers authenticate: ${AUTH_MODES.join(", ")}, or two of these, separated by a comma ` +
      `(default: ${DEFAULT_AUTH.modes.join(",")})`,
  },
  ...Object.assign({}, ...Object.values(AUTH_MODE_DESCRIPTIONS).map(({ keys }) => keys)),
} as Readonly<Record<AuthKey, { readonly value: string; readonly text: string }>>;

/** The configuration keys that describe how callers authenticate. Pulumi.yaml describes each. */
export const AUTH_KEYS = Object.keys(AUTH_KEY_TEXTS) as readonly AuthKey[];

/** The auth that some values describe, or what is wrong with them. */
export type ReadAuth =
  | { readonly auth: Auth; readonly problems?: never }
  | { readonly auth?: never; readonly problems: readonly KeyProblem<AuthKey>[] };

/**
 * Reads an auth from configuration values.
 *
 * @param read gives a key's value; empty when it is not set
 */
export function readAuth(read: (key: AuthKey) => string): ReadAuth {
  const reader = new KeyReader((key) => read(key as AuthKey));
  const modes = readModes(reader);
  const auth: Auth = {
    modes,
    keyLocation: readKeyLocation(reader),
    ...Object.assign({}, ...modes.map((mode) => AUTH_MODE_DESCRIPTIONS[mode].read?.(reader))),
  };
  const problems = reader.problems as KeyProblem<AuthKey>[];
  return problems.length > 0 ? { problems } : { auth };
}

function readModes(reader: KeyReader): Auth["modes"] {
  const names = reader.words("auth", ",");
  const modes = names.filter((name): name is AuthMode =>
    AUTH_MODES.some((known) => known === name),
  );
  const [first, second] = modes;
  const isPair = modes.length === 2 && first !== second && !modes.includes("none");
  if (first === undefined || names.length !== modes.length || (modes.length !== 1 && !isPair)) {
    return reader.refuse(
      "auth",
      `${AUTH_MODES.join(", ")}, or two of these, separated by a comma; none cannot be combined`,
      ["apiKey"],
    );
  }
  return second === undefined ? [first] : [first, second];
}
