import { retryPolicy, type PipelinePolicy, type RetryStrategy } from "@azure/core-rest-pipeline";
import { retryAfterMs } from "./answer";

/** How often a request is sent again when the service is busy; with the waits, some minutes. */
const MAX_BUSY_RETRIES = 12;
/** How often it is sent again when the connection fails, which is seldom mended by waiting. */
const MAX_CONNECTION_RETRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** Failures of a connection that another one may not have. A certificate that is refused stays refused. */
const CONNECTION_FAILURES: readonly unknown[] = [
  "ECONNREFUSED",
  "ECONNRESET",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
];

/** True for the statuses of a service that is busy or ill for the moment. */
export function isBusy(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

const strategy: RetryStrategy = {
  name: "busyServices",
  retry: ({ retryCount, response, responseError }) => {
    const isConnection = response === undefined;
    const isWorthIt = isConnection
      ? CONNECTION_FAILURES.includes(responseError?.code) && retryCount < MAX_CONNECTION_RETRIES
      : isBusy(response.status);
    if (!isWorthIt) return { skipStrategy: true };
    const asked = retryAfterMs(response?.headers.get("retry-after") ?? "");
    return { retryAfterInMs: Math.max(asked, growingWaitMs(retryCount)) };
  },
};

/** Sends a request again while its service is busy, as soon as the service says that it may. */
export function busyRetries(): PipelinePolicy {
  return retryPolicy([strategy], { maxRetries: MAX_BUSY_RETRIES });
}

/** Twice as long each time, less a random part, so that many clients do not come back together. */
function growingWaitMs(count: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** count);
  return wait * (0.75 + Math.random() / 4);
}
