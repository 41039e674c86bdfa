import { AUTH_SETTINGS } from "../../function/security/authMode";
import type { Auth } from "./auth";
import type { AuthSecrets } from "./authModeDescription";
import { AUTH_MODE_DESCRIPTIONS } from "./authModes";

/**
 * The app settings that make the function app check the credentials that the definition asks for.
 *
 * @throws TypeError when the auth or a secret lacks what a mode needs
 */
export function authAppSettings<Text>(
  auth: Auth,
  secrets: AuthSecrets<Text>,
): Record<string, string | Text> {
  return {
    [AUTH_SETTINGS.modes]: auth.modes.join(","),
    ...Object.assign(
      {},
      ...auth.modes.map((mode) => AUTH_MODE_DESCRIPTIONS[mode].appSettings(auth, secrets)),
    ),
  };
}
