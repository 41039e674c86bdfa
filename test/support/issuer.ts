import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT, exportJWK, generateKeyPair, type JWTPayload } from "jose";

const KEY_ID = "the-first";

/** A real issuer of tokens on loopback. */
export interface Issuer {
  /** Scheme, host and port, which is its own name too. */
  readonly url: string;
  /** A token that is in force for some minutes. The claims given win over the usual ones. */
  sign(claims: JWTPayload): Promise<string>;
  stop(): Promise<void>;
}

/** Starts an issuer. Its keys are at every address that ends in `/keys`. */
export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const keySet = { keys: [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: "RS256" }] };
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const document = path.endsWith("/keys")
      ? keySet
      : path === "/.well-known/openid-configuration" && { issuer: url, jwks_uri: `${url}/keys` };
    response.writeHead(document ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(document || {}));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    sign: (claims) => {
      const now = Math.floor(Date.now() / 1000);
      const usual = { iss: url, iat: now, exp: now + 600 };
      return new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: "RS256", kid: KEY_ID })
        .sign(privateKey);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
