import type { HttpRequest } from "@azure/functions";

/** What one mode finds in a request. */
export type AuthenticationResult =
  | { readonly kind: "accepted" }
  /** The request carries nothing for this mode. */
  | { readonly kind: "absent" }
  /** @property why a sentence for the caller, without anything of the credential */
  | { readonly kind: "refused"; readonly why: string };

/** One way of authenticating. */
export interface Authenticator {
  authenticate(request: HttpRequest): Promise<AuthenticationResult>;
  /** The `WWW-Authenticate` challenge of this mode. Absent when it has none. */
  challenge?(result: AuthenticationResult): string;
}

/** The credentials behind an authorization header's scheme; undefined when it is another. */
export function authorizationOf(request: HttpRequest, scheme: string): string | undefined {
  const [, given = "", credentials] =
    /^\s*(\S+) +(\S+)\s*$/.exec(request.headers.get("authorization") ?? "") ?? [];
  return given.toLowerCase() === scheme ? credentials : undefined;
}

/** Named in every challenge. */
export const REALM = "connector";
