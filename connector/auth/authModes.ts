import type { AuthMode } from "../../function/security/authMode";
import type { AuthModeDescription } from "./authModeDescription";
import { apiKey } from "./modes/apiKey";
import { basic } from "./modes/basic";
import { entraId } from "./modes/entraId";
import { none } from "./modes/none";
import { oauth2 } from "./modes/oauth2";

const MODES = { apiKey, none, basic, oauth2, entraId } as const satisfies Record<
  AuthMode,
  AuthModeDescription
>;

/** Every way to authenticate. */
export const AUTH_MODE_DESCRIPTIONS: Readonly<Record<AuthMode, AuthModeDescription>> = MODES;

/** A configuration key of some mode. */
export type ModeKey = { [Mode in AuthMode]: keyof (typeof MODES)[Mode]["keys"] }[AuthMode];
