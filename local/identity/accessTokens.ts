import { generateKeyPair, jwtVerify, SignJWT } from "jose";

/** The lifetime of Azure's tokens for managed identities. */
const lifetimeSeconds = 24 * 60 * 60;

const algorithm = "ES256";

/** What a managed identity is in the directory. */
export interface Principal {
  /** Object id, which roles are assigned to. */
  readonly principalId: string;
  readonly clientId: string;
}

/** A token, and the time at which it expires, in seconds since 1970. */
export interface AccessToken {
  readonly token: string;
  readonly expiresOnSeconds: number;
}

/** What a token says of who bears it and what it is for. */
export interface Bearer {
  readonly principalId: string;
  readonly audience: string;
}

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/**
 * Issues access tokens as the directory of a tenant does, and verifies them. The key is made anew with each
 * start and is never stored: a token of an earlier start is not accepted.
 */
export class AccessTokens {
  readonly #keys: KeyPair;
  readonly #tenantId: string;

  private constructor(keys: KeyPair, tenantId: string) {
    this.#keys = keys;
    this.#tenantId = tenantId;
  }

  static async create(tenantId: string): Promise<AccessTokens> {
    return new AccessTokens(await generateKeyPair(algorithm), tenantId);
  }

  /**
   * A token for a resource, with the claims that storage requires and those that identify its bearer.
   *
   * @param issuedAt When it is issued, for tests; now if it is left out.
   */
  async issue(principal: Principal, resource: string, issuedAt = new Date()): Promise<AccessToken> {
    const issuedAtSeconds = Math.floor(issuedAt.getTime() / 1000);
    const expiresOnSeconds = issuedAtSeconds + lifetimeSeconds;
    const token = await new SignJWT({
      appid: principal.clientId,
      // By a certificate, as managed identities prove themselves.
      appidacr: "2",
      idp: this.#issuer,
      oid: principal.principalId,
      tid: this.#tenantId,
      ver: "1.0",
    })
      .setProtectedHeader({ alg: algorithm, typ: "JWT" })
      .setIssuer(this.#issuer)
      .setSubject(principal.principalId)
      .setAudience(resource)
      .setIssuedAt(issuedAtSeconds)
      .setNotBefore(issuedAtSeconds)
      .setExpirationTime(expiresOnSeconds)
      .sign(this.#keys.privateKey);
    return { token, expiresOnSeconds };
  }

  /**
   * Identifies the bearer of a token.
   *
   * @returns the principal's object id.
   * @throws JOSEError when it was not issued here, was changed, or has expired.
   */
  async verify(token: string): Promise<string> {
    return (await this.read(token)).principalId;
  }

  /**
   * Reads a token of any audience.
   *
   * @throws JOSEError when it was not issued here, was changed, or has expired.
   */
  async read(token: string): Promise<Bearer> {
    const { payload } = await jwtVerify(token, this.#keys.publicKey, {
      issuer: this.#issuer,
      algorithms: [algorithm],
      requiredClaims: ["sub", "aud", "exp", "nbf"],
    });
    return { principalId: payload.sub ?? "", audience: String(payload.aud) };
  }

  /** The issuer of version 1 tokens, which storage accepts. */
  get #issuer(): string {
    return `https://sts.windows.net/${this.#tenantId}/`;
  }
}
