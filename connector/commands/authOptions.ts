import { Option, type Command } from "commander";
import { DEFAULT_AUTH, type Auth, type AuthMode } from "../auth/auth";
import { AUTH_KEYS, readAuth, type AuthKey } from "../auth/authKeys";

/** What the command line says of a connector's callers, before it is checked. */
export type AuthOptions = Readonly<Partial<Record<AuthKey, string>>>;

/** What each option takes, and what it is. They are the keys of a stack's configuration, in kebab-case. */
const TEXTS: Readonly<Record<AuthKey, readonly [value: string, text: string]>> = {
  auth: [
    "<modes>",
    "how callers authenticate: apiKey, none, basic, oauth2, entraId, or two by a comma " +
      `(default: ${DEFAULT_AUTH.modes.join(",")})`,
  ],
  apiKeyLocation: ["<place>", "where connectors send the API key: query or header"],
  oauth2Issuer: ["<url>", "issuer of the tokens of oauth2"],
  oauth2Audience: ["<audience>", "audience that tokens of oauth2 name"],
  oauth2KeySetUrl: ["<url>", "the issuer's public keys"],
  oauth2ClientId: ["<id>", "id of the connector at the issuer"],
  oauth2AuthorizationUrl: ["<url>", "where people sign in with oauth2"],
  oauth2TokenUrl: ["<url>", "where the connector gets and renews tokens of oauth2"],
  oauth2Scopes: ["<scopes>", "scopes that the connector asks for, separated by blanks"],
  entraTenantId: ["<guid>", "tenant whose people sign in with entraId"],
  entraClientId: ["<guid>", "id of the connector's app registration"],
  entraResource: ["<uri>", "App ID URI of the API's app registration"],
  entraAuthority: ["<url>", "sign-in host of another cloud than Microsoft's public one"],
};

const DEFAULTS: Readonly<Partial<Record<AuthKey, string>>> = {
  apiKeyLocation: DEFAULT_AUTH.keyLocation,
};

/**
 * Adds the options that say how callers authenticate.
 *
 * @param conflicting names of options that say it too
 */
export function addAuthOptions(command: Command, conflicting: string[]): Command {
  for (const key of AUTH_KEYS) {
    const [value, text] = TEXTS[key];
    const option = new Option(`${flagOf(key)} ${value}`, text).conflicts(conflicting);
    const fallback = DEFAULTS[key];
    command.addOption(fallback === undefined ? option : option.default(fallback));
  }
  return command;
}

/**
 * The auth that the options describe.
 *
 * @param defaultModes how callers authenticate where no option says it
 * @throws Error that names each option with a wrong value
 */
export function authOf(options: AuthOptions, defaultModes: readonly AuthMode[]): Auth {
  const given = { auth: defaultModes.join(","), ...options };
  const { auth, problems } = readAuth((key) => given[key] ?? "");
  if (auth) return auth;
  const told = problems.map(
    ({ key, value, expected }) => `${flagOf(key)} is "${value}", expected ${expected}`,
  );
  throw new Error(`${told.join("; ")}.`);
}

/** The options of `addAuthOptions` that a command line has itself, such as `--auth`. */
export function givenAuthFlags(command: Command): string[] {
  return AUTH_KEYS.filter((key) => command.getOptionValueSource(key) === "cli").map(flagOf);
}

/** As commander has it: `oauth2KeySetUrl` is `--oauth2-key-set-url`. */
function flagOf(key: AuthKey): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
