import type { HttpRequest } from "@azure/functions";
import type { CredentialCheck } from "../http/handler";
import { Problem } from "../http/problem";
import type { Environment } from "../services";
import { AUTH_MODES, AUTH_SETTINGS, TOKEN_SETTINGS, type AuthMode } from "./authMode";
import type { Authenticator, Verdict } from "./authenticator";
import { basicAuthenticator } from "./basicAuthenticator";
import { keyAuthenticator } from "./keyAuthenticator";
import { tokenAuthenticator } from "./tokenAuthenticator";

/** What stands between callers and the operations. */
export interface Access {
  /** The auth level of the operations that ask for a credential: the host's own keys, or none. */
  readonly authLevel: "function" | "anonymous";
  /** @default the host checks */
  readonly check?: CredentialCheck;
}

/**
 * What the app's settings ask of callers.
 *
 * @throws Error when the settings are not whole: an app that cannot check must not answer.
 */
export function accessOf(env: Environment): Access {
  const modes = modesOf(env[AUTH_SETTINGS.modes] || "apiKey");
  if (modes.length === 1 && modes[0] === "none") return { authLevel: "anonymous" };
  if (modes.length === 1 && modes[0] === "apiKey") return { authLevel: "function" };
  const authenticators = modes.map((mode) => {
    if (mode !== "none") return authenticatorOf(mode, env);
    throw new Error(`The app setting ${AUTH_SETTINGS.modes} allows none only by itself.`);
  });
  return { authLevel: "anonymous", check: (request) => checkAny(authenticators, request) };
}

function modesOf(text: string): readonly AuthMode[] {
  return text.split(",").map((name) => {
    const mode = AUTH_MODES.find((known) => known === name);
    if (mode) return mode;
    throw new Error(
      `The app setting ${AUTH_SETTINGS.modes} is "${text}", expected ${AUTH_MODES.join(", ")}, ` +
        "or two of them separated by a comma.",
    );
  });
}

function authenticatorOf(mode: Exclude<AuthMode, "none">, env: Environment): Authenticator {
  const setting = (name: string): string => {
    const value = env[name];
    if (value) return value;
    throw new Error(`The app setting ${name} is not set, which auth ${mode} needs.`);
  };
  switch (mode) {
    case "apiKey":
      return keyAuthenticator(setting(AUTH_SETTINGS.apiKey));
    case "basic":
      return basicAuthenticator(
        setting(AUTH_SETTINGS.basicUserName),
        setting(AUTH_SETTINGS.basicPassword),
      );
    case "oauth2":
    case "entraId": {
      const { issuers, audiences, keySetUrl } = TOKEN_SETTINGS[mode];
      return tokenAuthenticator({
        issuers: setting(issuers).split(" "),
        audiences: setting(audiences).split(" "),
        keySetUrl: env[keySetUrl] || undefined,
      });
    }
  }
}

async function checkAny(
  authenticators: readonly Authenticator[],
  request: HttpRequest,
): Promise<void> {
  const verdicts: Verdict[] = [];
  for (const authenticator of authenticators) {
    const verdict = await authenticator.judge(request);
    if (verdict.kind === "accepted") return;
    verdicts.push(verdict);
  }
  const challenges = authenticators.flatMap(
    ({ challenge }, index) => challenge?.(verdicts[index] ?? { kind: "absent" }) ?? [],
  );
  const refused = verdicts.find((verdict) => verdict.kind === "refused");
  throw new Problem(
    401,
    refused
      ? `The credentials were refused: ${refused.why}`
      : "The request carries no credentials. Authenticate as the connector's definition says.",
    challenges.length > 0 ? { headers: { "www-authenticate": challenges.join(", ") } } : {},
  );
}
