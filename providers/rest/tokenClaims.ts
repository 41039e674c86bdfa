import * as v from "valibot";

const claimsSchema = v.object({
  oid: v.string(),
  tid: v.string(),
  idtyp: v.optional(v.string()),
});

/** Who a token was issued to. */
export interface TokenClaims {
  /** Id of the principal's object in the tenant, which role assignments name. */
  readonly oid: string;
  /** Id of the tenant. */
  readonly tid: string;
  /** `app` for an application or a managed identity, `user` for a person, if the token says it. */
  readonly idtyp?: string | undefined;
}

/**
 * Reads what an access token of Entra says, without checking it: Azure does that.
 *
 * @throws Error when it names no principal
 */
export function tokenClaims(token: string): TokenClaims {
  const [, payload = ""] = token.split(".");
  const text = Buffer.from(payload, "base64url").toString();
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), claimsSchema), text);
  if (success) return output;
  throw new Error("The token that Azure issued names no principal, so no role can be assigned.");
}
