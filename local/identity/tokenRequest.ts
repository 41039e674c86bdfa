/** An identity that is assigned to an app. */
export interface AssignedIdentity {
  /** Resource id. */
  readonly id: string;
  readonly clientId: string;
  readonly principalId: string;
}

/** The resource that token requests for storage name. */
export const storageResource = "https://storage.azure.com";

/** What App Service returns in place of a token. */
export interface TokenRefusal {
  readonly statusCode: 400 | 401;
  readonly message: string;
}

/** A valid token request. */
export interface TokenRequest {
  readonly identity: AssignedIdentity;
  /** As asked for: the token's audience. */
  readonly resource: string;
}

/**
 * The one version of the protocol that is in use.
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
const apiVersion = "2019-08-01";

/** How a request can name an identity, and what the name is compared with. */
const selectors: Readonly<Record<string, (identity: AssignedIdentity) => string>> = {
  client_id: ({ clientId }) => clientId,
  principal_id: ({ principalId }) => principalId,
  object_id: ({ principalId }) => principalId,
  mi_res_id: ({ id }) => id,
};

/** Reads a request to an app's identity endpoint. */
export function readTokenRequest(
  query: URLSearchParams,
  identities: readonly AssignedIdentity[],
): TokenRequest | TokenRefusal {
  if (query.get("api-version") !== apiVersion) {
    return refusal(
      `The api-version '${query.get("api-version") ?? ""}' is missing or not supported: expected ${apiVersion}.`,
    );
  }
  const resource = query.get("resource") ?? "";
  if (resource === "") return refusal("The parameter 'resource' is missing.");
  if (resource.replace(/\/$/, "") !== storageResource) {
    return refusal(
      `AADSTS500011: The resource principal named ${resource} was not found in the tenant. ` +
        `The local emulator supports ${storageResource} only.`,
    );
  }
  const named = Object.keys(selectors).filter((name) => query.has(name));
  const [name] = named;
  // A request that names no identity means the system-assigned one, which does not exist here.
  if (name === undefined || named.length > 1) {
    return refusal(
      "No Managed Identity found: name one user-assigned identity of the app by client_id, principal_id or mi_res_id.",
    );
  }
  const value = query.get(name)?.toLowerCase();
  const identity = identities.find((known) => selectors[name]?.(known).toLowerCase() === value);
  return identity === undefined
    ? refusal(
        "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.",
      )
    : { identity, resource };
}

function refusal(message: string): TokenRefusal {
  return { statusCode: 400, message };
}
