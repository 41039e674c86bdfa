import type { ConnectionParameters } from "../../properties/connectionParameter";

/** How a connection's form shows a sign-in. */
const signIn = {
  displayName: "Sign In",
  description: "Sign in with your own account.",
  tooltip: "Sign in.",
  constraints: { required: "true" },
} as const;

/** What the platform must know of a sign-in. */
interface SignInSettings {
  readonly identityProvider: "oauth2" | "aad";
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly customParameters: Readonly<Record<string, { readonly value: string }>>;
}

/** The parameter in which a connection keeps the tokens of a sign-in. */
export function tokenParameter({
  identityProvider,
  clientId,
  scopes,
  customParameters,
}: SignInSettings): ConnectionParameters {
  return {
    token: {
      type: "oauthSetting",
      oAuthSettings: {
        identityProvider,
        clientId,
        scopes,
        redirectMode: "GlobalPerConnector",
        properties: { IsFirstParty: "False" },
        customParameters,
      },
      uiDefinition: signIn,
    },
  };
}
