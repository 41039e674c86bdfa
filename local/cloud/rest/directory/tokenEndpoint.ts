import { randomUUID } from "node:crypto";
import type { AccessTokens } from "../../../identity/accessTokens";
import { deployer } from "../../../identity/deployer";
import type { DeployerAssertion } from "../../../identity/deployerAssertion";
import { storageResource } from "../../../identity/tokenRequest";
import type { Answer } from "../answer";
import { managementAudiences } from "../managementToken";
import type { RestCall } from "../route";

/** How a client says that it proves itself by a signed statement. https://www.rfc-editor.org/rfc/rfc7523 */
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const resources = [...managementAudiences, storageResource].map(withoutSlash);

/**
 * The directory's token endpoint, for the one way in that the emulator has: the deployer's assertion.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export async function answerTokenRequest(
  { cloud, request, path }: RestCall,
  tokens: AccessTokens,
  assertion: DeployerAssertion,
): Promise<Answer> {
  const form = new URLSearchParams(request.body.toString("utf8"));
  const value = (name: string): string => form.get(name) ?? "";
  const tenant = path["tenant"] ?? "";
  if (tenant !== cloud.tenantId) {
    return refusal(400, "invalid_request", 90002, `Tenant '${tenant}' not found.`);
  }
  if (value("grant_type") !== "client_credentials") {
    return refusal(
      400,
      "unsupported_grant_type",
      70003,
      `The app requested an unsupported grant type '${value("grant_type")}'. The emulator supports client_credentials.`,
    );
  }
  if (value("client_id") !== deployer.clientId) {
    return refusal(
      400,
      "unauthorized_client",
      700016,
      `Application with identifier '${value("client_id")}' was not found in the directory '${tenant}'.`,
    );
  }
  if (value("client_assertion_type") !== assertionType || value("client_assertion") === "") {
    return refusal(
      401,
      "invalid_client",
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'. The emulator supports client_assertion.",
    );
  }
  if (!assertion.matches(value("client_assertion").trim())) {
    return refusal(
      401,
      "invalid_client",
      700027,
      "Client assertion failed signature validation. The deployer's token file is made anew with each start of the emulator.",
    );
  }
  const scope = value("scope");
  const resource = scope.replace(/\/\.default$/, "");
  if (resource === scope) {
    return refusal(
      400,
      "invalid_scope",
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    );
  }
  if (!resources.includes(withoutSlash(resource))) {
    return refusal(
      400,
      "invalid_resource",
      500011,
      `The resource principal named ${resource} was not found in the tenant. The emulator knows ${resources.join(", ")}.`,
    );
  }
  const { token, expiresOnSeconds } = await tokens.issue(deployer, resource);
  const seconds = expiresOnSeconds - Math.ceil(Date.now() / 1000);
  return {
    status: 200,
    body: {
      token_type: "Bearer",
      expires_in: seconds,
      ext_expires_in: seconds,
      access_token: token,
    },
  };
}

/** A refusal in the directory's shape. https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
function refusal(status: number, error: string, code: number, text: string): Answer {
  const [traceId, correlationId] = [randomUUID(), randomUUID()];
  const timestamp = new Date().toISOString().replace("T", " ").replace(/\..*/, "Z");
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
    },
  };
}

function withoutSlash(resource: string): string {
  return resource.replace(/\/$/, "");
}
