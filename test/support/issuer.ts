import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT, exportJWK, generateKeyPair, type GenerateKeyPairResult, type JWK } from "jose";

/** A real issuer of tokens on loopback. */
export interface Issuer {
  /** Scheme, host and port, which is its own name too. */
  readonly url: string;
  /** The paths that were asked for so far. */
  readonly asked: readonly string[];
  /** A token that is in force for some minutes. The claims given win over the usual ones. */
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
  /** Has another key from now on, under another id; the one before is forgotten. */
  changeKey(algorithm: string): Promise<void>;
  /** The public key, as it is published. */
  publicKey(): Promise<JWK>;
  /** Responds to everything so from now on. @param respond @default as it should */
  misbehave(respond?: (response: ServerResponse) => void): void;
  stop(): Promise<void>;
}

interface SigningKey {
  readonly keyId: string;
  readonly algorithm: string;
  readonly pair: GenerateKeyPairResult;
}

/** Starts an issuer. Its keys are at every address that ends in `/keys`. */
export async function startIssuer(algorithm = "RS256"): Promise<Issuer> {
  const asked: string[] = [];
  let key = await makeKey("key-1", algorithm);
  let misbehaviour: ((response: ServerResponse) => void) | undefined;
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    if (misbehaviour) misbehaviour(response);
    else void respond(path, response);
  });
  const respond = async (path: string, response: ServerResponse): Promise<void> => {
    const document = path.endsWith("/keys")
      ? { keys: [await publishedKey(key)] }
      : path === "/.well-known/openid-configuration" && { issuer: url, jwks_uri: `${url}/keys` };
    response.writeHead(document ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(document || {}));
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked,
    sign: (claims) => {
      const now = Math.floor(Date.now() / 1000);
      const usual = { iss: url, iat: now, exp: now + 600 };
      return new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: key.algorithm, kid: key.keyId })
        .sign(key.pair.privateKey);
    },
    changeKey: async (next) => {
      key = await makeKey(`${key.keyId}-1`, next);
    },
    publicKey: () => publishedKey(key),
    misbehave: (how) => {
      misbehaviour = how;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function makeKey(keyId: string, algorithm: string): Promise<SigningKey> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  return { keyId, algorithm, pair };
}

async function publishedKey({ keyId, algorithm, pair }: SigningKey): Promise<JWK> {
  return { ...(await exportJWK(pair.publicKey)), kid: keyId, alg: algorithm };
}
