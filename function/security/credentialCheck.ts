import type { HttpRequest } from "@azure/functions";
import type { CredentialCheck } from "../http/handler";
import { Problem } from "../http/problem";
import type { Environment } from "../contract/services";
import { AUTH_MODES, AUTH_SETTINGS, TOKEN_SETTINGS, type AuthMode } from "./authMode";
import type { AuthenticationResult, Authenticator } from "./authenticator";
import { basicAuthenticator } from "./basicAuthenticator";
import { keyAuthenticator } from "./keyAuthenticator";
import { tokenAuthenticator } from "./tokenAuthenticator";

/** What stands between callers and the operations. */
export interface Access {
  /** The auth level of the operations that ask for a credential: the host's own keys, or none. */
  readonly authLevel: "function" | "anonymous";
  /** Absent when the host checks. */
  readonly check?: CredentialCheck;
}

/**
 * What the app's settings ask of callers.
 *
 * @throws Error when the settings are incomplete: an app that cannot check credentials must not run.
 */
export function accessOf(env: Environment): Access {
  const [mode, other] = modesOf(env[AUTH_SETTINGS.modes] || "apiKey");
  if (mode === "none") return { authLevel: "anonymous" };
  if (mode === "apiKey" && other === undefined) return { authLevel: "function" };
  const authenticators = [mode, ...(other ? [other] : [])].map((name) =>
    authenticatorOf(name, env),
  );
  return { authLevel: "anonymous", check: (request) => checkAny(authenticators, request) };
}

type Checked = Exclude<AuthMode, "none">;

function modesOf(text: string): readonly ["none"] | readonly [Checked, Checked?] {
  const names = text.split(",");
  const modes = names.flatMap((name) => AUTH_MODES.find((mode) => mode === name) ?? []);
  const [first, second] = modes;
  if (first !== undefined && modes.length === names.length && modes.length <= 2) {
    if (second === undefined) return [first];
    if (first !== second && first !== "none" && second !== "none") return [first, second];
  }
  throw new Error(
    `The app setting ${AUTH_SETTINGS.modes} is "${text}", expected one of ${AUTH_MODES.join(", ")}, ` +
      "or two of these, separated by a comma; none cannot be combined.",
  );
}

function authenticatorOf(mode: Checked, env: Environment): Authenticator {
  const setting = (name: string): string => {
    const value = env[name];
    if (value?.trim()) return value;
    throw new Error(`The app setting ${name} is not set, which auth ${mode} needs.`);
  };
  if (mode === "apiKey") return keyAuthenticator(setting(AUTH_SETTINGS.apiKey));
  if (mode === "basic") {
    const userName = userNameOf(setting(AUTH_SETTINGS.basicUserName));
    return basicAuthenticator(userName, setting(AUTH_SETTINGS.basicPassword));
  }
  const { issuers, audiences, keySetUrl } = TOKEN_SETTINGS[mode];
  return tokenAuthenticator({
    issuers: wordsOf(setting(issuers)),
    audiences: wordsOf(setting(audiences)),
    keySetUrl: env[keySetUrl] ? urlOf(keySetUrl, env[keySetUrl]) : undefined,
  });
}

function userNameOf(text: string): string {
  if (!text.includes(":")) return text;
  throw new Error(
    `The app setting ${AUTH_SETTINGS.basicUserName} contains a colon, which is not allowed in a user name.`,
  );
}

function urlOf(name: string, text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new Error(`The app setting ${name} is "${text}", expected an absolute URL.`);
}

function wordsOf(text: string): [string, ...string[]] {
  const [first = "", ...others] = text.trim().split(/\s+/);
  return [first, ...others];
}

async function checkAny(
  authenticators: readonly Authenticator[],
  request: HttpRequest,
): Promise<void> {
  const results: AuthenticationResult[] = [];
  const challenges: string[] = [];
  for (const authenticator of authenticators) {
    const result = await authenticator.authenticate(request);
    if (result.kind === "accepted") return;
    results.push(result);
    challenges.push(...(authenticator.challenge ? [authenticator.challenge(result)] : []));
  }
  const refused = results.find((result) => result.kind === "refused");
  throw new Problem(
    401,
    refused
      ? `The credentials were refused: ${refused.why}`
      : "The request carries no credentials. Authenticate as the connector's definition says.",
    challenges.length > 0 ? { headers: { "www-authenticate": challenges.join(", ") } } : {},
  );
}
