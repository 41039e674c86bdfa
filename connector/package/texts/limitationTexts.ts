import { signInsOf, type TextOptions } from "./credentialTexts";

/** What people should know before they rely on the connector, in sentences. */
export function limitations({ connector, auth, gateway, multiTenant }: TextOptions): string[] {
  return [
    ...connector.about.knownLimitations,
    ...(auth.modes.length > 1
      ? [
          "A choice between ways to authenticate cannot be made in the portal's wizard: create the " +
            "connector from its files.",
        ]
      : []),
    ...(signInsOf(auth) > 0
      ? ["Only people sign in: the client credentials grant is not supported by connections."]
      : []),
    // tools/paconn-cli/paconn/operations/upsert.py of microsoft/PowerPlatformConnectors
    ...(signInsOf(auth) > 1
      ? [
          "`paconn` uses one client secret for both sign-ins: both registrations must have the " +
            "same secret, or you create a connector for each sign-in.",
        ]
      : []),
    ...(multiTenant && auth.modes.includes("entraId")
      ? ["Both app registrations admit accounts of any organization's directory."]
      : []),
    ...(multiTenant
      ? [
          "The host is entered without https:// and without a path; any other form cannot be reached.",
        ]
      : []),
    ...(gateway
      ? [
          "Through an on-premises data gateway the connector cannot have an API key, a sign-in by " +
            "OAuth 2.0, a script, or a host that the connection chooses.",
        ]
      : []),
  ];
}
