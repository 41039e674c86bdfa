import { isDeepStrictEqual } from "node:util";

import type { TokenCredential } from "@azure/identity";

import { appEnvironment } from "../../functionsRuntime/appEnvironment";

/** What an app is configured with, as its resource in Azure holds it. */
export interface FunctionsHostSettings {
  /** The function app's name: `WEBSITE_SITE_NAME`, and the prefix of its log lines. */
  readonly name: string;
  /** The environment of the app's code, beside the few variables that Azure sets itself. */
  readonly appSettings: Readonly<Record<string, string>>;
  /** Origins that browsers may call from, compared exactly; "*" admits all. Empty: CORS is off. */
  readonly allowedOrigins: readonly string[];
  /** Host-level function keys by name; each opens every function of level `function`. */
  readonly functionKeys: Readonly<Record<string, string>>;
  /** Opens everything. Without it, a random key, the same over the host's life. */
  readonly masterKey?: string;
}

/** What an app finds on the machine that it runs on, beside its settings. */
export interface HostPlatform {
  /** Environment variables of the app's code; app settings of the same names win. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * What the host itself reaches storage with, as one of the app's identities.
   * @throws when no identity with that client id is assigned to the app.
   */
  readonly credential: (clientId: string) => TokenCredential;
  /** The certificate of the storage that the host reaches, in PEM. */
  readonly trustedCertificate: string;
  /** Whether the host answers requests; otherwise the platform does, with 503. */
  readonly isUp: () => boolean;
}

/** A machine that gives an app nothing. */
export const barePlatform: HostPlatform = {
  environment: {},
  credential: (clientId) => {
    throw new Error(`The client id ${clientId} is of no identity that is assigned to the app.`);
  },
  trustedCertificate: "",
  isUp: () => true,
};

/** Bounds that a test may tighten. All in milliseconds. */
export interface FunctionsHostLimits {
  /** How long a package may take until its functions are registered. @default 60000 */
  readonly loadTimeoutMs: number;
  /** How long requests in flight may run on when their code is replaced or stopped. @default 10000 */
  readonly drainTimeoutMs: number;
  /** The longest wait between two looks at an empty queue, whatever host.json says. @default 2000 */
  readonly longestPollMs: number;
  /** How long a message that is at work is out of others' sight, if not renewed; Azure's. @default 600000 */
  readonly messageLeaseMs: number;
  /** How long no message is taken after one has ended the package's process. @default 30000 */
  readonly crashPauseMs: number;
}

export const defaultLimits: FunctionsHostLimits = {
  loadTimeoutMs: 60_000,
  drainTimeoutMs: 10_000,
  longestPollMs: 2_000,
  messageLeaseMs: 600_000,
  crashPauseMs: 30_000,
};

/**
 * The environment of a package's process: that of every app, what Azure sets for this one, and the app
 * settings, which win.
 * @param home a folder of the app's own, so that no file of the user is found through it.
 */
export function workerEnvironment(
  { name, appSettings }: FunctionsHostSettings,
  platformEnvironment: Readonly<Record<string, string>>,
  hostName: string,
  home: string,
): Record<string, string> {
  return {
    ...appEnvironment(home),
    WEBSITE_SITE_NAME: name,
    WEBSITE_HOSTNAME: hostName,
    ...platformEnvironment,
    ...appSettings,
  };
}

/** Whether code that runs with one set of settings may run on with the other. */
export function isSameEnvironment(
  left: FunctionsHostSettings,
  right: FunctionsHostSettings,
): boolean {
  return left.name === right.name && isDeepStrictEqual(left.appSettings, right.appSettings);
}
