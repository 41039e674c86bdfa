import type { AccessTokens } from "../../identity/accessTokens";
import { deployer } from "../../identity/deployer";
import { RestError } from "./answer";
import type { RestRequest } from "./httpsListener";

/** The audiences of tokens for Azure Resource Manager, each also without its final slash. */
export const managementAudiences = [
  "https://management.core.windows.net/",
  "https://management.azure.com/",
] as const;

const allowed = managementAudiences.flatMap((audience) => [audience, audience.replace(/\/$/, "")]);

/**
 * Checks that a request carries the deployer's token for Azure Resource Manager, which Kudu accepts too.
 *
 * @throws RestError when it does not.
 */
export async function requireManagementToken(
  tokens: AccessTokens,
  { headers }: RestRequest,
): Promise<void> {
  const { authorization } = headers;
  if (authorization === undefined) {
    throw refused(
      "AuthenticationFailed",
      "Authentication failed. The 'Authorization' header is missing.",
      "The authentication failed because of missing 'Authorization' header.",
    );
  }
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) {
    throw refused(
      "AuthenticationFailedInvalidHeader",
      "Authentication failed. The 'Authorization' header is provided in an invalid format.",
    );
  }
  const bearer = await tokens.read(token).catch(() => undefined);
  if (bearer === undefined) {
    throw refused("InvalidAuthenticationToken", "The access token is invalid.");
  }
  if (!allowed.includes(bearer.audience)) {
    throw refused(
      "InvalidAuthenticationTokenAudience",
      `The access token has been obtained for wrong audience or resource '${bearer.audience}'. ` +
        `It should exactly match with one of the allowed audiences ${allowed.map((audience) => `'${audience}'`).join(",")}.`,
    );
  }
  // No app's identity has a role on the subscription's resources themselves.
  if (bearer.principalId !== deployer.principalId) {
    throw new RestError(
      403,
      "AuthorizationFailed",
      `The client '${bearer.principalId}' does not have authorization to perform this action.`,
    );
  }
}

function refused(code: string, message: string, description = message): RestError {
  return new RestError(401, code, message, {
    "www-authenticate": `Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="${description}"`,
  });
}
