import { TOKEN_SETTINGS } from "../../../function/security/authMode";
import { requirePart, type Auth, type OAuth2 } from "../auth";
import type { AuthModeDescription } from "../authModeDescription";
import { tokenParameter } from "./tokenParameter";

/** Tokens of an issuer that speaks OAuth 2.0. */
export const oauth2 = {
  isSignIn: true,
  keys: {
    oauth2Issuer: { value: "<url>", text: "issuer of the tokens of oauth2" },
    oauth2Audience: { value: "<audience>", text: "audience that tokens of oauth2 name" },
    oauth2KeySetUrl: { value: "<url>", text: "the issuer's public keys" },
    oauth2ClientId: { value: "<id>", text: "id of the connector at the issuer" },
    oauth2AuthorizationUrl: { value: "<url>", text: "where people sign in with oauth2" },
    oauth2TokenUrl: {
      value: "<url>",
      text: "where the connector gets and renews tokens of oauth2",
    },
    oauth2Scopes: {
      value: "<scopes>",
      text: "scopes that the connector requests, separated by spaces",
    },
  },
  read: (reader) => {
    const keySetUrl = reader.optionalUrl("oauth2KeySetUrl");
    return {
      oauth2: {
        issuer: reader.url("oauth2Issuer"),
        audience: reader.text("oauth2Audience"),
        ...(keySetUrl && { keySetUrl }),
        clientId: reader.text("oauth2ClientId"),
        authorizationUrl: reader.url("oauth2AuthorizationUrl"),
        tokenUrl: reader.url("oauth2TokenUrl"),
        scopes: reader.words("oauth2Scopes"),
      },
    };
  },
  securityScheme: (auth) => {
    const { authorizationUrl, tokenUrl, scopes } = partOf(auth);
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
  connectionParameters: (auth) => {
    const { clientId, scopes, authorizationUrl, tokenUrl } = partOf(auth);
    return tokenParameter({
      identityProvider: "oauth2",
      clientId,
      scopes,
      customParameters: {
        authorizationUrl: { value: authorizationUrl },
        tokenUrl: { value: tokenUrl },
        // Renewed at the address where tokens are obtained, as RFC 6749, section 6, has it.
        refreshUrl: { value: tokenUrl },
      },
    });
  },
  parameterSet: {
    name: "oauth2-auth",
    displayName: "OAuth 2.0",
    description: "Sign in with your account of the service.",
  },
  credentialText: (auth) =>
    `**OAuth 2.0**: sign in with your account at ${partOf(auth).issuer}. The person who creates the ` +
    "connector registers it there as a client that uses the authorization code grant, and " +
    "gives the connector that client's secret.",
  appSettings: (auth) => {
    const { issuer, audience, keySetUrl = "" } = partOf(auth);
    return {
      [TOKEN_SETTINGS.oauth2.issuers]: issuer,
      [TOKEN_SETTINGS.oauth2.audiences]: audience,
      [TOKEN_SETTINGS.oauth2.keySetUrl]: keySetUrl,
    };
  },
} satisfies AuthModeDescription;

function partOf({ oauth2: part }: Auth): OAuth2 {
  return requirePart(part, "oauth2");
}
