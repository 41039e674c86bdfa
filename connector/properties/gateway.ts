import type { Auth, AuthMode } from "../auth/auth";
import type { ConnectionParameters } from "./connectionParameter";

/**
 * How the on-premises data gateway signs in to the API: not at all, by user name and password, or as
 * a Windows account.
 */
export const GATEWAY_KINDS = ["anonymous", "basic", "windows"] as const;
export type GatewayKind = (typeof GATEWAY_KINDS)[number];

/**
 * What the API asks of its callers behind a gateway. An API key is not supported there, and OAuth 2.0
 * is for online connectors only.
 * https://learn.microsoft.com/connectors/custom-connectors/faq#requirements
 * https://learn.microsoft.com/training/modules/configure-custom-connectors-api/1-introduction
 */
export const GATEWAY_MODES: Readonly<Record<GatewayKind, AuthMode>> = {
  anonymous: "none",
  basic: "basic",
  // The web server in front of the API checks the Windows account; the API itself asks for nothing.
  windows: "none",
};

/** @throws RangeError when the API's callers cannot authenticate so through such a gateway */
export function requireGatewayMode(kind: GatewayKind, { modes }: Auth): void {
  const [mode, second] = modes;
  if (second === undefined && mode === GATEWAY_MODES[kind]) return;
  throw new RangeError(
    `The gateway "${kind}" cannot be combined with auth ${modes.join(",")}. ` +
      `Expected auth ${GATEWAY_MODES[kind]}.`,
  );
}

/** The parameters of a connection through a gateway, around those of its credentials. */
export function gatewayParameters(
  kind: GatewayKind,
  credentials: ConnectionParameters,
): ConnectionParameters {
  return {
    authType: {
      type: "string",
      allowedValues: [{ value: kind }],
      uiDefinition: {
        displayName: "Authentication Type",
        description: "How the gateway authenticates at the service.",
        tooltip: "Choose how the gateway authenticates.",
        constraints: {
          tabIndex: 1,
          required: "true",
          allowedValues: [{ text: kind, value: kind }],
          capability: ["gateway"],
        },
      },
    },
    ...credentials,
    ...(kind === "windows" && windowsAccount),
    gateway: {
      type: "gatewaySetting",
      gatewaySettings: { dataSourceType: "CustomConnector", connectionDetails: [] },
      uiDefinition: {
        displayName: "Gateway",
        description: "The on-premises data gateway that reaches the service.",
        tooltip: "Choose the gateway.",
        constraints: { tabIndex: 4, required: "true", capability: ["gateway"] },
      },
    },
  };
}

const windowsAccount: ConnectionParameters = {
  username: {
    type: "string",
    uiDefinition: {
      displayName: "User Name",
      description: "The Windows account to sign in as, such as CONTOSO\\user.",
      tooltip: "Provide the domain and the user name.",
      constraints: { tabIndex: 2, clearText: true, required: "true", capability: ["gateway"] },
    },
  },
  password: {
    type: "securestring",
    uiDefinition: {
      displayName: "Password",
      description: "The password of the Windows account.",
      tooltip: "Provide the password.",
      constraints: { tabIndex: 3, clearText: false, required: "true", capability: ["gateway"] },
    },
  },
};
