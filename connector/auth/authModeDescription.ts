import type { SecurityDefinition } from "../definition/swagger";
import type { ConnectionParameters } from "../properties/connectionParameter";
import type { Auth } from "./auth";
import type { KeyReader } from "./keyReader";

/** The secrets that the deployed app compares with. */
export interface AuthSecrets<Text> {
  /** Of mode `apiKey`. */
  readonly apiKey: Text | undefined;
  /** Of mode `basic`. */
  readonly basicUserName: Text | undefined;
  readonly basicPassword: Text | undefined;
}

/** A configuration key, which is an option of the command line too. */
interface KeyTexts {
  /** What `--help` calls its value, such as `<url>`. */
  readonly value: string;
  /** What it is, in a few words. */
  readonly text: string;
}

/** How a definition describes the authentication of callers. */
export interface SecurityScheme {
  readonly name: string;
  readonly definition: SecurityDefinition;
  /** What each operation requests. @default [] */
  readonly scopes?: readonly string[];
}

/** How a connection's form shows a mode, where a connection chooses between two. */
export interface ParameterSetTexts {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
}

/** One way to authenticate, in every document and setting that it appears in. */
export interface AuthModeDescription {
  /** Whether people sign in, through a client of the issuer that has a secret. */
  readonly isSignIn: boolean;
  /** The configuration keys that describe the mode, in the order of the help. */
  readonly keys: Readonly<Record<string, KeyTexts>>;
  /** Reads the mode's part of an auth. Absent when it has none of its own. */
  readonly read?: (reader: KeyReader) => Partial<Auth>;
  /** @returns undefined when callers need no credential */
  readonly securityScheme: (auth: Auth) => SecurityScheme | undefined;
  /** What a connection is asked for. */
  readonly connectionParameters: (auth: Auth) => ConnectionParameters;
  /** Absent when the mode cannot be one of two. */
  readonly parameterSet?: ParameterSetTexts;
  /** How people get the credentials, in Markdown. */
  readonly credentialText: (auth: Auth) => string;
  /**
   * The app settings by which the function app checks them.
   *
   * @throws TypeError when the auth or a secret lacks what the mode needs
   */
  readonly appSettings: <Text>(
    auth: Auth,
    secrets: AuthSecrets<Text>,
  ) => Record<string, string | Text>;
}
