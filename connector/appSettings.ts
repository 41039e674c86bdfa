import { SIGNING_KEY_SETTING } from "../function/security/signer";
import { CALLBACK_HOSTS_SETTING } from "../function/webhook/callbackAddress";
import { RETRY_SETTING } from "../function/webhook/deliverySettings";
import { authAppSettings } from "./auth/authAppSettings";
import type { AuthSecrets } from "./auth/authModeDescription";
import type { Auth } from "./auth/auth";

/** What the function app is told. Texts may be of another kind, such as outputs of a deployment. */
export interface AppSettingsOptions<Text> {
  readonly auth: Auth;
  readonly secrets: AuthSecrets<Text> & {
    /** What addresses are signed with. Another key makes those given out so far void. */
    readonly signingKey: Text;
  };
  /** Hosts beside Microsoft's that notices may be sent to, separated by commas. */
  readonly callbackHosts: string;
  /** Wait before a notice is sent again the first time. */
  readonly noticeRetrySeconds: number;
}

/** The function app's own settings, under the names that its code reads them by. */
export function appSettings<Text>(
  options: AppSettingsOptions<Text>,
): Record<string, string | Text> {
  const { auth, secrets, callbackHosts, noticeRetrySeconds } = options;
  return {
    ...authAppSettings(auth, secrets),
    [SIGNING_KEY_SETTING]: secrets.signingKey,
    [CALLBACK_HOSTS_SETTING]: callbackHosts,
    [RETRY_SETTING]: String(noticeRetrySeconds),
  };
}
