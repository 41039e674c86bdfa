import { Option, type Command } from "commander";
import { DEFAULT_AUTH, type Auth, type AuthMode } from "../auth/auth";
import { AUTH_KEY_TEXTS, AUTH_KEYS, readAuth, type AuthKey } from "../auth/authKeys";

/** How a connector's callers authenticate, as the command line has it before it is checked. */
export type AuthOptions = Readonly<Partial<Record<AuthKey, string>>>;

const DEFAULTS: Readonly<Partial<Record<AuthKey, string>>> = {
  apiKeyLocation: DEFAULT_AUTH.keyLocation,
};

/**
 * Adds the options that describe how callers authenticate.
 *
 * @param conflicting names of options that describe it too
 */
export function addAuthOptions(command: Command, conflicting: string[]): Command {
  for (const key of AUTH_KEYS) {
    const { value, text } = AUTH_KEY_TEXTS[key];
    const option = new Option(`${flagOf(key)} ${value}`, text).conflicts(conflicting);
    const fallback = DEFAULTS[key];
    command.addOption(fallback === undefined ? option : option.default(fallback));
  }
  return command;
}

/**
 * The auth that the options describe.
 *
 * @param defaultModes how callers authenticate where no option names it
 * @throws Error that names each option with a wrong value
 */
export function authOf(options: AuthOptions, defaultModes: readonly AuthMode[]): Auth {
  const given = { auth: defaultModes.join(","), ...options };
  const { auth, problems } = readAuth((key) => given[key] ?? "");
  if (auth) return auth;
  const reported = problems.map(
    ({ key, value, expected }) => `${flagOf(key)} is "${value}", expected ${expected}`,
  );
  throw new Error(`${reported.join("; ")}.`);
}

/** The options of `addAuthOptions` that a command line has itself, such as `--auth`. */
export function givenAuthFlags(command: Command): string[] {
  return AUTH_KEYS.filter((key) => command.getOptionValueSource(key) === "cli").map(flagOf);
}

/** As commander has it: `oauth2KeySetUrl` is `--oauth2-key-set-url`. */
function flagOf(key: AuthKey): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
