import { required, ENTRA_AUTHORITY } from "../auth/security";
import type { Auth, AuthMode, EntraId, OAuth2 } from "../auth/auth";
import type { ConnectionParameters, TextParameter } from "./connectionParameter";

/** The parameter that a connection keeps its API key in, as most connectors name it. */
export const API_KEY_PARAMETER = "api_key";

const apiKey: TextParameter = {
  type: "securestring",
  uiDefinition: {
    displayName: "API Key",
    description: "The function key of the service.",
    tooltip: "Provide the function key.",
    constraints: { tabIndex: 2, clearText: false, required: "true" },
  },
};

const userName: TextParameter = {
  type: "string",
  uiDefinition: {
    displayName: "User Name",
    description: "The user name to sign in with.",
    tooltip: "Provide the user name.",
    constraints: { tabIndex: 2, clearText: true, required: "true" },
  },
};

const password: TextParameter = {
  type: "securestring",
  uiDefinition: {
    displayName: "Password",
    description: "The password to sign in with.",
    tooltip: "Provide the password.",
    constraints: { tabIndex: 3, clearText: false, required: "true" },
  },
};

const signIn = {
  displayName: "Sign In",
  description: "Sign in with your own account.",
  tooltip: "Sign in.",
  constraints: { required: "true" },
} as const;

/** Renewed at the address where tokens are got, as RFC 6749, section 6, has it. */
function oauth2Parameters({
  clientId,
  scopes,
  authorizationUrl,
  tokenUrl,
}: OAuth2): ConnectionParameters {
  return {
    token: {
      type: "oauthSetting",
      oAuthSettings: {
        identityProvider: "oauth2",
        clientId,
        scopes,
        redirectMode: "GlobalPerConnector",
        properties: { IsFirstParty: "False" },
        customParameters: {
          authorizationUrl: { value: authorizationUrl },
          tokenUrl: { value: tokenUrl },
          refreshUrl: { value: tokenUrl },
        },
      },
      uiDefinition: signIn,
    },
  };
}

function entraIdParameters({
  tenantId,
  clientId,
  resource,
  authority = ENTRA_AUTHORITY,
}: EntraId): ConnectionParameters {
  return {
    token: {
      type: "oauthSetting",
      oAuthSettings: {
        identityProvider: "aad",
        clientId,
        scopes: [],
        redirectMode: "GlobalPerConnector",
        properties: { IsFirstParty: "False" },
        customParameters: {
          loginUri: { value: authority.replace(/\/$/, "") },
          resourceUri: { value: resource },
          tenantId: { value: tenantId },
        },
      },
      uiDefinition: signIn,
    },
    "token:TenantId": tenant,
  };
}

/** Microsoft's schema of connector properties demands these very words. */
const tenant: TextParameter = {
  type: "string",
  metadata: { sourceType: "AzureActiveDirectoryTenant" },
  uiDefinition: {
    constraints: { hidden: "true", required: "false" },
    description: "The tenant ID of for the Azure Active Directory application",
    displayName: "Tenant",
  },
};

const PARAMETERS: Readonly<Record<AuthMode, (auth: Auth) => ConnectionParameters>> = {
  none: () => ({}),
  apiKey: () => ({ [API_KEY_PARAMETER]: apiKey }),
  basic: () => ({ username: userName, password }),
  oauth2: ({ oauth2 }) => oauth2Parameters(required(oauth2, "oauth2")),
  entraId: ({ entraId }) => entraIdParameters(required(entraId, "entraId")),
};

/** What a connection is asked for, to authenticate by a mode. */
export function credentialParameters(mode: AuthMode, auth: Auth): ConnectionParameters {
  return PARAMETERS[mode](auth);
}
