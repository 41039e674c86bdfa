import type { HttpRequest } from "@azure/functions";
import type { Authenticator } from "./authenticator";
import { secretsMatch } from "./secretsMatch";

/** Accepts the key where the Functions host would: in the header first, then in the query. */
export function keyAuthenticator(apiKey: string): Authenticator {
  return {
    authenticate: async (request) => {
      const key = keyOf(request);
      if (!key) return { kind: "absent" };
      if (secretsMatch(key, apiKey)) return { kind: "accepted" };
      return { kind: "refused", why: "The key is wrong." };
    },
  };
}

/** An empty header counts as none: callers without a key send one. */
function keyOf({ headers, query }: HttpRequest): string | null {
  return headers.get("x-functions-key") || query.get("code");
}
