import type { Auth } from "../auth/auth";

/** Where people of any tenant sign in; their directory's own name is put in its place then. */
const ANY_TENANT = "common";

/**
 * The auth as a connector for many tenants publishes it. Each tenant's function app goes on accepting
 * tokens of its own tenant only.
 */
export function everyTenant(auth: Auth): Auth {
  return auth.entraId ? { ...auth, entraId: { ...auth.entraId, tenantId: ANY_TENANT } } : auth;
}
