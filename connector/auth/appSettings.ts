import { AUTH_SETTINGS } from "../../function/security/authMode";
import type { Auth } from "./auth";
import { ENTRA_AUTHORITY, required } from "./security";

/** The secrets that the deployed app compares with. */
export interface AuthSecrets<Text> {
  readonly apiKey: Text;
  readonly basicUserName: Text;
  readonly basicPassword: Text;
}

/** The app settings that make the function app ask for what the definition says. */
export function authAppSettings<Text>(
  auth: Auth,
  secrets: AuthSecrets<Text>,
): Record<string, string | Text> {
  const { modes } = auth;
  return {
    [AUTH_SETTINGS.modes]: modes.join(","),
    ...(modes.length > 1 && modes.includes("apiKey") && { [AUTH_SETTINGS.apiKey]: secrets.apiKey }),
    ...(modes.includes("basic") && {
      [AUTH_SETTINGS.basicUserName]: secrets.basicUserName,
      [AUTH_SETTINGS.basicPassword]: secrets.basicPassword,
    }),
    ...tokenSettings(auth),
  };
}

function tokenSettings(auth: Auth): Record<string, string> {
  if (auth.modes.includes("oauth2")) {
    const { issuer, audience, keySetUrl = "" } = required(auth.oauth2, "oauth2");
    return settingsOf([issuer], [audience], keySetUrl);
  }
  if (auth.modes.includes("entraId")) {
    const { tenantId, resource, authority = ENTRA_AUTHORITY } = required(auth.entraId, "entraId");
    const base = `${authority.replace(/\/$/, "")}/${tenantId}`;
    return settingsOf(
      // Which of the two issues a token, the API's registration decides: version 2 or 1.
      [`${base}/v2.0`, `https://sts.windows.net/${tenantId}/`],
      // Version 2 names the registration's id instead of its URI, which by default ends with it.
      [resource, resource.replace(/^api:\/\//, "")],
      `${base}/discovery/v2.0/keys`,
    );
  }
  return {};
}

function settingsOf(
  issuers: readonly string[],
  audiences: readonly string[],
  keySetUrl: string,
): Record<string, string> {
  return {
    [AUTH_SETTINGS.tokenIssuers]: issuers.join(" "),
    [AUTH_SETTINGS.tokenAudiences]: [...new Set(audiences)].join(" "),
    [AUTH_SETTINGS.tokenKeySetUrl]: keySetUrl,
  };
}
