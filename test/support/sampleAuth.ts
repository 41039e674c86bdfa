import type { Auth, AuthMode, EntraId, OAuth2 } from "../../connector/auth/auth";

const OAUTH2: OAuth2 = {
  issuer: "https://login.example.com/",
  audience: "parcels",
  clientId: "connector-client",
  authorizationUrl: "https://login.example.com/authorize",
  tokenUrl: "https://login.example.com/token",
  scopes: ["parcels.read", "parcels.write"],
};

export const ENTRA_ID: EntraId = {
  tenantId: "0a1b2c3d-0000-0000-0000-000000000001",
  clientId: "0a1b2c3d-0000-0000-0000-000000000002",
  resource: "api://0a1b2c3d-0000-0000-0000-000000000003",
};

/** Auth of one mode or two, with all that any of them needs. */
export function authOf(...modes: readonly AuthMode[]): Auth {
  const [first = "none", second] = modes;
  return {
    modes: second ? [first, second] : [first],
    keyLocation: "query",
    oauth2: OAUTH2,
    entraId: ENTRA_ID,
  };
}
