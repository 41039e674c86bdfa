import type { Environment } from "../contract/services";

/** Seconds before the second attempt; each further wait is twice the one before. @default 10 */
export const RETRY_SETTING = "CONNECTOR_NOTICE_RETRY_SECONDS";
const DEFAULT_RETRY_SECONDS = 10;

/**
 * Seconds that a receiver may take to respond. Flows respond at once and work afterwards. @default 10
 */
export const TIMEOUT_SETTING = "CONNECTOR_NOTICE_TIMEOUT_SECONDS";
const DEFAULT_TIMEOUT_SECONDS = 10;

/** The wait before the second attempt. */
export function retrySecondsOf(env: Environment): number {
  return secondsOf(env[RETRY_SETTING], DEFAULT_RETRY_SECONDS);
}

/** How long a receiver may take to respond. */
export function timeoutSecondsOf(env: Environment): number {
  return secondsOf(env[TIMEOUT_SETTING], DEFAULT_TIMEOUT_SECONDS);
}

/** A setting's seconds; its default when it is not set, or not a length of time. */
function secondsOf(setting: string | undefined, defaultSeconds: number): number {
  const seconds = Number(setting);
  return seconds > 0 && Number.isFinite(seconds) ? seconds : defaultSeconds;
}
