/** How much a wait may vary, as a fraction, so that many waits do not end at once. */
const randomness = 0.2;

/** Waits that grow, twice as long each time, from a shortest to a longest one, as between the host's looks at a queue. */
export class GrowingWait {
  readonly #shortestMs: number;
  readonly #longestMs: number;
  #count = 0;

  constructor(shortestMs: number, longestMs: number) {
    this.#shortestMs = shortestMs;
    this.#longestMs = longestMs;
  }

  /** The next wait, in milliseconds. */
  nextMs(): number {
    const growth = this.#count === 0 ? 0 : 2 ** (this.#count - 1);
    const factor = 1 - randomness + Math.random() * 2 * randomness;
    const waitMs = Math.min(this.#shortestMs * (1 + growth * factor), this.#longestMs);
    // Once at its longest it stays there, whatever chance says next.
    this.#count = waitMs < this.#longestMs ? this.#count + 1 : Infinity;
    return waitMs;
  }

  /** Starts again with the shortest. */
  reset(): void {
    this.#count = 0;
  }
}
