import { TOKEN_SETTINGS } from "../../../function/security/authMode";
import type { TextParameter } from "../../properties/connectionParameter";
import { requirePart, type Auth, type EntraId } from "../auth";
import type { AuthModeDescription } from "../authModeDescription";
import { tokenParameter } from "./tokenParameter";

/** Microsoft's directory in the public cloud. */
const PUBLIC_AUTHORITY = "https://login.microsoftonline.com";

/** Where people of any tenant sign in; the id of their own directory takes its place then. */
const ANY_TENANT = "common";

/** Microsoft's schema of connector properties requires these very words. */
const tenant: TextParameter = {
  type: "string",
  metadata: { sourceType: "AzureActiveDirectoryTenant" },
  uiDefinition: {
    constraints: { hidden: "true", required: "false" },
    description: "The tenant ID of for the Azure Active Directory application",
    displayName: "Tenant",
  },
};

/** Tokens of Microsoft Entra ID. */
export const entraId = {
  isSignIn: true,
  keys: {
    entraTenantId: { value: "<guid>", text: "tenant whose people sign in with entraId" },
    entraClientId: { value: "<guid>", text: "id of the connector's app registration" },
    entraResource: { value: "<uri>", text: "App ID URI of the API's app registration" },
    entraAuthority: {
      value: "<url>",
      text: "sign-in host of another cloud than Microsoft's public one",
    },
  },
  read: (reader) => {
    const authority = reader.optionalUrl("entraAuthority");
    return {
      entraId: {
        tenantId: reader.guid("entraTenantId"),
        clientId: reader.guid("entraClientId"),
        resource: reader.text("entraResource"),
        ...(authority && { authority }),
      },
    };
  },
  securityScheme: (auth) => {
    const base = `${tenantUrl(auth)}/oauth2`;
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
  connectionParameters: (auth) => {
    const { clientId, resource, tenantId } = partOf(auth);
    return {
      ...tokenParameter({
        identityProvider: "aad",
        clientId,
        scopes: [],
        customParameters: {
          loginUri: { value: authorityOf(auth) },
          resourceUri: { value: resource },
          tenantId: { value: tenantId },
        },
      }),
      "token:TenantId": tenant,
    };
  },
  parameterSet: {
    name: "entra-id-auth",
    displayName: "Microsoft Entra ID",
    description: "Sign in with your work or school account.",
  },
  credentialText: (auth) =>
    "**Microsoft Entra ID**: sign in with your work or school account. The person who creates the " +
    "connector has two app registrations: one of the service, which exposes the API " +
    `\`${partOf(auth).resource}\`, and one of the connector, which may call that API and has a ` +
    "client secret.",
  appSettings: (auth) => {
    const { tenantId, resource } = partOf(auth);
    // The API's registration decides which of the two issues a token, and whether the token names the
    // API by its URI or by the id that the URI ends with by default: its tokens are of version 2 or 1.
    const audiences = new Set([resource, resource.replace(/^api:\/\//, "")]);
    return {
      [TOKEN_SETTINGS.entraId.issuers]:
        `${tenantUrl(auth)}/v2.0 https://sts.windows.net/${tenantId}/`,
      [TOKEN_SETTINGS.entraId.audiences]: [...audiences].join(" "),
      [TOKEN_SETTINGS.entraId.keySetUrl]: `${tenantUrl(auth)}/discovery/v2.0/keys`,
    };
  },
} satisfies AuthModeDescription;

/**
 * The auth as a connector for many tenants publishes it. Each tenant's function app goes on accepting
 * tokens of its own tenant only.
 */
export function withAnyTenant(auth: Auth): Auth {
  return auth.entraId ? { ...auth, entraId: { ...auth.entraId, tenantId: ANY_TENANT } } : auth;
}

function partOf({ entraId: part }: Auth): EntraId {
  return requirePart(part, "entraId");
}

function authorityOf(auth: Auth): string {
  return (partOf(auth).authority ?? PUBLIC_AUTHORITY).replace(/\/$/, "");
}

function tenantUrl(auth: Auth): string {
  return `${authorityOf(auth)}/${partOf(auth).tenantId}`;
}
