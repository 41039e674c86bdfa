import type { JWTVerifyGetKey } from "jose";
import { Problem } from "../http/problem";
import {
  REALM,
  authorizationOf,
  type Authenticator,
  type AuthenticationResult,
} from "./authenticator";

/** Whose tokens are accepted, and for whom they must be meant. */
export interface TokenRules {
  readonly issuers: readonly [string, ...string[]];
  readonly audiences: readonly string[];
  /** If undefined, what the metadata of the first issuer says. */
  readonly keySetUrl: URL | undefined;
}

/** Signatures by a key pair. A shared secret, or none, would let others than the issuer sign. */
const ALGORITHMS = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 Ed25519 EdDSA".split(" ");
/** How far the issuer's clock may be off. */
const CLOCK_TOLERANCE_SECONDS = 60;
const METADATA_TIMEOUT_MS = 5000;

/** Accepts bearer tokens (RFC 6750) that the issuer signed for this API and that are valid now. */
export function tokenAuthenticator(rules: TokenRules): Authenticator {
  let keySet: Promise<JWTVerifyGetKey> | undefined;
  const openKeySet = async (): Promise<JWTVerifyGetKey> => {
    keySet ??= openRemoteKeySet(rules);
    try {
      return await keySet;
    } catch (error) {
      keySet = undefined;
      throw error;
    }
  };
  return {
    authenticate: async (request) => {
      const token = authorizationOf(request, "bearer");
      if (token === undefined) return { kind: "absent" };
      // Keys are not fetched for a token that names another issuer itself.
      if (!(await isFromIssuer(token, rules))) {
        return { kind: "refused", why: "The token is of another issuer." };
      }
      return verifyToken(token, rules, await openKeySet());
    },
    challenge: challengeOf,
  };
}

async function isFromIssuer(token: string, { issuers }: TokenRules): Promise<boolean> {
  const { decodeJwt } = await import("../libraries/tokens");
  try {
    return issuers.includes(decodeJwt(token).iss ?? "");
  } catch {
    return false;
  }
}

async function verifyToken(
  token: string,
  { issuers, audiences }: TokenRules,
  keySet: JWTVerifyGetKey,
): Promise<AuthenticationResult> {
  const { errors, jwtVerify } = await import("../libraries/tokens");
  try {
    await jwtVerify(token, keySet, {
      issuer: [...issuers],
      audience: [...audiences],
      algorithms: ALGORITHMS,
      requiredClaims: ["exp"],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    return { kind: "accepted" };
  } catch (error) {
    // The library's messages about a token contain nothing of it.
    const isToken =
      error instanceof errors.JOSEError &&
      !(error instanceof errors.JWKSTimeout) &&
      !(error instanceof errors.JWKSInvalid) &&
      error.code !== "ERR_JOSE_GENERIC";
    if (isToken) return { kind: "refused", why: error.message };
    throw unreachable(error);
  }
}

async function openRemoteKeySet({ issuers, keySetUrl }: TokenRules): Promise<JWTVerifyGetKey> {
  const { createRemoteJWKSet } = await import("../libraries/tokens");
  return createRemoteJWKSet(keySetUrl ?? (await discoverKeySet(issuers[0])));
}

/** OpenID Connect Discovery 1.0, section 4. */
async function discoverKeySet(issuer: string): Promise<URL> {
  try {
    const response = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(METADATA_TIMEOUT_MS),
    });
    const { jwks_uri: keySetUrl } = (await response.json()) as { jwks_uri?: unknown };
    return new URL(String(keySetUrl));
  } catch (error) {
    throw unreachable(error);
  }
}

function unreachable(cause: unknown): Problem {
  return new Problem(
    503,
    "The keys of the token's issuer cannot be read at the moment. Try again later.",
    { headers: { "retry-after": "10" }, cause },
  );
}

function challengeOf(result: AuthenticationResult): string {
  const challenge = `Bearer realm="${REALM}"`;
  if (result.kind !== "refused") return challenge;
  const description = result.why.replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'");
  return `${challenge}, error="invalid_token", error_description="${description}"`;
}
