import { knownLimitations } from "../about";
import type { TextOptions } from "./credentialTexts";

/** What people should know before they rely on the connector, in sentences. */
export function limitations({ auth, gateway, multiTenant }: TextOptions): string[] {
  return [
    ...knownLimitations,
    ...(auth.modes.length > 1
      ? [
          "A choice between ways to authenticate cannot be made in the portal's wizard: create the " +
            "connector from its files.",
        ]
      : []),
    ...(auth.modes.some((mode) => mode === "oauth2" || mode === "entraId")
      ? ["Only people sign in: the client credentials grant is not supported by connections."]
      : []),
    ...(multiTenant && auth.modes.includes("entraId")
      ? ["Both app registrations admit accounts of any organization's directory."]
      : []),
    ...(multiTenant
      ? ["The host is given without https:// and without a path; another form cannot be reached."]
      : []),
    ...(gateway
      ? [
          "Through an on-premises data gateway the service is called by http, and the connector can " +
            "have neither a script nor a host that the connection chooses.",
        ]
      : []),
  ];
}
