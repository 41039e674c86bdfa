// A file of its own in the package, loaded by the first call that carries a token.
export { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from "jose";
