/**
 * How callers of the operations authenticate. `apiKey`: a key in the query or a header. `basic`: user
 * name and password. `oauth2`: a token of any issuer. `entraId`: a token of Microsoft's directory.
 */
export const AUTH_MODES = ["apiKey", "none", "basic", "oauth2", "entraId"] as const;

export type AuthMode = (typeof AUTH_MODES)[number];

/** The app settings that say how callers authenticate. */
export const AUTH_SETTINGS = {
  /** One mode, or two separated by a comma, either of which is enough. @default "apiKey" */
  modes: "CONNECTOR_AUTH",
  /** Secret. Needed when `apiKey` is one of two modes; alone, the Functions host knows its keys. */
  apiKey: "CONNECTOR_API_KEY",
  basicUserName: "CONNECTOR_BASIC_USER_NAME",
  /** Secret. */
  basicPassword: "CONNECTOR_BASIC_PASSWORD",
} as const;

/** The app settings of a mode whose callers bring tokens. */
export interface TokenSettings {
  /** The issuers whose tokens are accepted, separated by spaces. */
  readonly issuers: string;
  /** The audiences, one of which a token must name, separated by spaces. */
  readonly audiences: string;
  /** Where the issuer's public keys are; if empty, where the first issuer's metadata says. */
  readonly keySetUrl: string;
}

export const TOKEN_SETTINGS: Readonly<Record<"oauth2" | "entraId", TokenSettings>> = {
  oauth2: {
    issuers: "CONNECTOR_OAUTH2_ISSUERS",
    audiences: "CONNECTOR_OAUTH2_AUDIENCES",
    keySetUrl: "CONNECTOR_OAUTH2_KEY_SET_URL",
  },
  entraId: {
    issuers: "CONNECTOR_ENTRA_ID_ISSUERS",
    audiences: "CONNECTOR_ENTRA_ID_AUDIENCES",
    keySetUrl: "CONNECTOR_ENTRA_ID_KEY_SET_URL",
  },
};
