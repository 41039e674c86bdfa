import { AUTH_SETTINGS, TOKEN_SETTINGS } from "../../function/security/authMode";
import type { Auth } from "./auth";
import { ENTRA_AUTHORITY, required } from "./security";

/** The secrets that the deployed app compares with. */
export interface AuthSecrets<Text> {
  /** Of mode `apiKey`. */
  readonly apiKey: Text | undefined;
  /** Of mode `basic`. */
  readonly basicUserName: Text | undefined;
  readonly basicPassword: Text | undefined;
}

/** The app settings that make the function app ask for what the definition says. */
export function authAppSettings<Text>(
  auth: Auth,
  secrets: AuthSecrets<Text>,
): Record<string, string | Text> {
  const { modes } = auth;
  return {
    [AUTH_SETTINGS.modes]: modes.join(","),
    ...(modes.length > 1 &&
      modes.includes("apiKey") && {
        [AUTH_SETTINGS.apiKey]: required(secrets.apiKey, "apiKey"),
      }),
    ...(modes.includes("basic") && {
      [AUTH_SETTINGS.basicUserName]: required(secrets.basicUserName, "basic"),
      [AUTH_SETTINGS.basicPassword]: required(secrets.basicPassword, "basic"),
    }),
    ...(modes.includes("oauth2") && oauth2Settings(auth)),
    ...(modes.includes("entraId") && entraIdSettings(auth)),
  };
}

function oauth2Settings({ oauth2 }: Auth): Record<string, string> {
  const { issuer, audience, keySetUrl = "" } = required(oauth2, "oauth2");
  return {
    [TOKEN_SETTINGS.oauth2.issuers]: issuer,
    [TOKEN_SETTINGS.oauth2.audiences]: audience,
    [TOKEN_SETTINGS.oauth2.keySetUrl]: keySetUrl,
  };
}

function entraIdSettings({ entraId }: Auth): Record<string, string> {
  const { tenantId, resource, authority = ENTRA_AUTHORITY } = required(entraId, "entraId");
  const base = `${authority.replace(/\/$/, "")}/${tenantId}`;
  // Which of the two issues a token, and whether it names the API by its URI or by the id that the
  // URI ends with by default, the API's registration decides: its tokens are of version 2 or 1.
  const audiences = new Set([resource, resource.replace(/^api:\/\//, "")]);
  return {
    [TOKEN_SETTINGS.entraId.issuers]: `${base}/v2.0 https://sts.windows.net/${tenantId}/`,
    [TOKEN_SETTINGS.entraId.audiences]: [...audiences].join(" "),
    [TOKEN_SETTINGS.entraId.keySetUrl]: `${base}/discovery/v2.0/keys`,
  };
}
