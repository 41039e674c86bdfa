import { REALM, authorizationOf, type Authenticator } from "./authenticator";
import { secretsMatch } from "./secretsMatch";

/** Accepts one user name, which holds no colon, with its password (RFC 7617). */
export function basicAuthenticator(userName: string, password: string): Authenticator {
  return {
    authenticate: async (request) => {
      const credentials = authorizationOf(request, "basic");
      if (credentials === undefined) return { kind: "absent" };
      const given = Buffer.from(credentials, "base64").toString("utf8");
      if (secretsMatch(given, `${userName}:${password}`)) return { kind: "accepted" };
      return { kind: "refused", why: "The user name or the password is wrong." };
    },
    challenge: () => `Basic realm="${REALM}", charset="UTF-8"`,
  };
}
