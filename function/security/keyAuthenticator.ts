import type { HttpRequest } from "@azure/functions";
import type { Authenticator } from "./authenticator";
import { secretsMatch } from "./secretsMatch";

/** Accepts the key where the Functions host would: in the header first, then in the query. */
export function keyAuthenticator(apiKey: string): Authenticator {
  return {
    judge: async (request) => {
      const key = keyOf(request);
      if (key === undefined) return { kind: "absent" };
      if (secretsMatch(key, apiKey)) return { kind: "accepted" };
      return { kind: "refused", why: "The key is wrong." };
    },
  };
}

function keyOf({ headers, query }: HttpRequest): string | undefined {
  return headers.get("x-functions-key") ?? query.get("code") ?? undefined;
}
