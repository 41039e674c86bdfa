import type { Auth, AuthMode } from "../auth/auth";
import type { GatewayKind } from "../properties/gateway";
import type { ConnectorVariant } from "../../toolkit/document/connectorVariant";
import { bulletList } from "./markdown";

/** What the texts of a package depend on. */
export interface TextOptions {
  readonly auth: Auth;
  readonly gateway?: GatewayKind;
  readonly multiTenant?: boolean;
  /** @default deploy */
  readonly variant?: ConnectorVariant;
}

/** How many of the ways to authenticate are a sign-in of people, whose client has a secret. */
export function signInsOf({ modes }: Auth): number {
  return modes.filter((mode) => mode === "oauth2" || mode === "entraId").length;
}

/** How people get what a connection asks for, in blocks of Markdown. */
export function credentialBlocks({ auth, gateway, multiTenant }: TextOptions): string[] {
  const [first, second] = auth.modes;
  const texts = [first, ...(second ? [second] : [])].map((mode) => TEXTS[mode](auth));
  return [
    ...(gateway ? [GATEWAYS[gateway]] : texts.length === 1 ? texts : [CHOICE, bulletList(texts)]),
    ...(multiTenant ? [HOST] : []),
  ];
}

const CHOICE =
  "A connection authenticates in one of two ways; choose it when you make the connection.";

const HOST =
  "The connection also asks for the **Host**: the host name of your organization's own function " +
  "app, such as `contoso.azurewebsites.net`. Whoever deployed it finds the name in the output " +
  "`hostName` of its stack.";

const GATEWAYS: Readonly<Record<GatewayKind, string>> = {
  anonymous:
    "The connection asks for an **on-premises data gateway** that reaches the service. The gateway " +
    "itself does not sign in.",
  basic:
    "The connection asks for an **on-premises data gateway** that reaches the service, and for the " +
    "user name and the password by which the gateway signs in. The administrator of the service " +
    "gives them out.",
  windows:
    "The connection asks for an **on-premises data gateway** that reaches the service, and for the " +
    "Windows account, such as `CONTOSO\\user`, as which the gateway signs in. The administrator of " +
    "the service gives such accounts their rights.",
};

const TEXTS: Readonly<Record<AuthMode, (auth: Auth) => string>> = {
  none: () => "The service asks for no credentials.",
  apiKey: () =>
    "**API key**: a function key of the service. Whoever deployed it reads the key with " +
    "`pulumi stack output apiKey --show-secrets`. Ask them for it.",
  basic: () =>
    "**User name and password**: whoever deployed the service reads them with " +
    "`pulumi stack output basicUserName` and " +
    "`pulumi stack output basicPassword --show-secrets`. Ask them for both.",
  oauth2: ({ oauth2 }) =>
    `**OAuth 2.0**: sign in with your account at ${oauth2?.issuer}. Whoever creates the ` +
    "connector registers it there as a client that uses the authorization code grant, and " +
    "gives the connector that client's secret.",
  entraId: ({ entraId }) =>
    "**Microsoft Entra ID**: sign in with your work or school account. Whoever creates the " +
    "connector has two app registrations: one of the service, which exposes the API " +
    `\`${entraId?.resource}\`, and one of the connector, which may call that API and has a ` +
    "client secret.",
};
