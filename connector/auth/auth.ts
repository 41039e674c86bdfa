import type { AuthMode } from "../../function/security/authMode";

export type { AuthMode };

/** Where the connector sends an API key. */
export const KEY_LOCATIONS = ["query", "header"] as const;
export type KeyLocation = (typeof KEY_LOCATIONS)[number];

/** An issuer of tokens, as the connector and the function app know it. Nothing here is secret. */
export interface OAuth2 {
  readonly issuer: string;
  /** What tokens for this API name as their audience. */
  readonly audience: string;
  /** Where the issuer's public keys are. Absent when they are where the issuer's metadata says. */
  readonly keySetUrl?: string;
  readonly clientId: string;
  readonly authorizationUrl: string;
  /** Where tokens are obtained and renewed. */
  readonly tokenUrl: string;
  readonly scopes: readonly string[];
}

/** The app registrations of Microsoft Entra ID. Nothing here is secret. */
export interface EntraId {
  readonly tenantId: string;
  /** The connector's registration, which requests tokens. */
  readonly clientId: string;
  /** The App ID URI of the API's registration, which tokens are for. */
  readonly resource: string;
  /** Where people sign in. @default "https://login.microsoftonline.com" */
  readonly authority?: string;
}

/** How the connector's callers authenticate: by one mode, or by a choice of two. */
export interface Auth {
  readonly modes: readonly [AuthMode] | readonly [AuthMode, AuthMode];
  /** Of mode `apiKey`. */
  readonly keyLocation: KeyLocation;
  /** Of mode `oauth2`. */
  readonly oauth2?: OAuth2;
  /** Of mode `entraId`. */
  readonly entraId?: EntraId;
}

/** What is deployed unless the configuration says otherwise. */
export const DEFAULT_AUTH: Auth = { modes: ["apiKey"], keyLocation: "query" };

/** @throws TypeError when an auth names a mode without describing it */
export function requirePart<Part>(part: Part | undefined, mode: AuthMode): Part {
  if (part !== undefined) return part;
  throw new TypeError(`\`auth.${mode}\` is missing. Expected it with mode ${mode}.`);
}
