import type { Connector } from "../../../function/contract/connector";
import type { Auth } from "../../auth/auth";
import { AUTH_MODE_DESCRIPTIONS } from "../../auth/authModes";
import type { GatewayKind } from "../../properties/gateway";
import type { ConnectorVariant } from "../../../toolkit/document/connectorVariant";
import { bulletList } from "./markdown";

/** What the texts of a package depend on. */
export interface TextOptions {
  readonly connector: Connector;
  readonly auth: Auth;
  readonly gateway?: GatewayKind;
  readonly multiTenant?: boolean;
  /** @default "deploy" */
  readonly variant?: ConnectorVariant;
}

/** How many of the ways to authenticate are a sign-in of people, whose client has a secret. */
export function signInsOf({ modes }: Auth): number {
  return modes.filter((mode) => AUTH_MODE_DESCRIPTIONS[mode].isSignIn).length;
}

/** How people get what a connection asks for, in blocks of Markdown. */
export function credentialBlocks({ auth, gateway, multiTenant }: TextOptions): string[] {
  const texts = auth.modes.map((mode) => AUTH_MODE_DESCRIPTIONS[mode].credentialText(auth));
  return [
    ...(gateway ? [GATEWAYS[gateway]] : texts.length === 1 ? texts : [CHOICE, bulletList(texts)]),
    ...(multiTenant ? [HOST] : []),
  ];
}

const CHOICE =
  "A connection authenticates in one of two ways; choose it when you make the connection.";

const HOST =
  "The connection also asks for the **Host**: the host name of your organization's own function " +
  "app, such as `contoso.azurewebsites.net`. The person who deployed it finds the name in the output " +
  "`hostName` of its stack.";

const GATEWAYS: Readonly<Record<GatewayKind, string>> = {
  anonymous:
    "The connection asks for an **on-premises data gateway** that reaches the service. The gateway " +
    "itself does not sign in.",
  basic:
    "The connection asks for an **on-premises data gateway** that reaches the service, and for the " +
    "user name and the password by which the gateway signs in. Ask the administrator of the service " +
    "for them.",
  windows:
    "The connection asks for an **on-premises data gateway** that reaches the service, and for the " +
    "Windows account, such as `CONTOSO\\user`, as which the gateway signs in. The administrator of " +
    "the service gives such accounts their rights.",
};
