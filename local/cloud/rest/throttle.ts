import type { Delays } from "../delays/delays";
import { RestError } from "./answer";

/** All calls share one limit, as those of one subscription and principal do. */
const subject = "all calls";

/** A client that comes back after exactly the time it was told must not be early by a rounding. */
const toleranceMs = 50;

/** Lets some calls through, then refuses all for a while, and so on. */
export class Throttle {
  readonly #delays: Delays;

  constructor(delays: Delays) {
    this.#delays = delays;
    delays.beginCount("throttledAfter", subject);
  }

  /** @throws RestError when the call is one too many. */
  requireRoom(): void {
    const delays = this.#delays;
    if (!delays.areOn) return;
    if (!delays.isOver("throttled", subject)) throw this.#refusal();
    if (delays.happens("throttledAfter", subject)) return;
    delays.begin("throttled", subject, delays.now() - toleranceMs);
    delays.beginCount("throttledAfter", subject);
    throw this.#refusal();
  }

  #refusal(): RestError {
    const leftMs = this.#delays.endOf("throttled", subject) - this.#delays.now();
    const seconds = Math.max(1, Math.ceil(leftMs / 1000));
    return new RestError(
      429,
      "TooManyRequests",
      `The request is being throttled as the limit has been reached for operation type. Please try again after '${seconds}' seconds.`,
      { "retry-after": String(seconds), "x-ms-failure-cause": "gateway" },
    );
  }
}
