import type { JWTVerifyGetKey } from "jose";
import { Problem } from "../http/problem";
import { REALM, authorizationOf, type Authenticator, type Judgement } from "./authenticator";

/** Whose tokens are accepted, and for whom they must be meant. */
export interface TokenRules {
  readonly issuers: readonly [string, ...string[]];
  readonly audiences: readonly string[];
  /** @default what the metadata of the first issuer says */
  readonly keySetUrl: URL | undefined;
}

/** Signatures by a key pair. A shared secret, or none, would let others than the issuer sign. */
const ALGORITHMS = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 Ed25519 EdDSA".split(" ");
/** How far the issuer's clock may be off. */
const CLOCK_TOLERANCE_SECONDS = 60;
const METADATA_TIMEOUT_MS = 5000;

/** Accepts bearer tokens (RFC 6750) that the issuer signed for this API and that are in force. */
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
    judge: async (request) => {
      const token = authorizationOf(request, "bearer");
      if (token === undefined) return { kind: "absent" };
      // Nobody's keys are asked for because of a token that says itself that it is another's.
      if (!(await isFromIssuer(token, rules))) {
        return { kind: "refused", why: "The token is of another issuer." };
      }
      return judgeToken(token, rules, await openKeySet());
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

async function judgeToken(
  token: string,
  { issuers, audiences }: TokenRules,
  keySet: JWTVerifyGetKey,
): Promise<Judgement> {
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
    // The library's own words for what is wrong with a token carry nothing of it.
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

function challengeOf(judgement: Judgement): string {
  const challenge = `Bearer realm="${REALM}"`;
  if (judgement.kind !== "refused") return challenge;
  const description = judgement.why.replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'");
  return `${challenge}, error="invalid_token", error_description="${description}"`;
}
