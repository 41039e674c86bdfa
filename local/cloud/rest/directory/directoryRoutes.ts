import type { AccessTokens } from "../../../identity/accessTokens";
import type { DeployerAssertion } from "../../../identity/deployerAssertion";
import { managementAudiences } from "../managementToken";
import { route, type RestCall, type Route } from "../route";
import { answerTokenRequest } from "./tokenEndpoint";

/** The calls that need no token: where the cloud's services are, and how one gets a token. */
export function directoryRoutes(tokens: AccessTokens, assertion: DeployerAssertion): Route[] {
  return [
    route("GET /metadata/endpoints", metadata),
    route("GET /{tenant}/v2.0/.well-known/openid-configuration", openIdConfiguration),
    route("POST /{tenant}/oauth2/v2.0/token", (call) =>
      answerTokenRequest(call, tokens, assertion),
    ),
  ];
}

/**
 * How a cloud describes itself to clients that are told its host only.
 * https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/azcore/cloud/doc.go
 */
function metadata({ request: { url } }: RestCall) {
  return {
    status: 200,
    body: {
      name: "AzureEmulator",
      resourceManager: `${url.origin}/`,
      authentication: {
        loginEndpoint: `${url.origin}/`,
        audiences: managementAudiences,
        tenant: "common",
        identityProvider: "AAD",
      },
      suffixes: { storage: "core.emulated" },
    },
  };
}

function openIdConfiguration({ request: { url }, path }: RestCall) {
  const authority = `${url.origin}/${path["tenant"]}`;
  return {
    status: 200,
    body: {
      issuer: `${authority}/v2.0`,
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ["private_key_jwt"],
      grant_types_supported: ["client_credentials"],
      response_types_supported: ["code"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["ES256"],
    },
  };
}
