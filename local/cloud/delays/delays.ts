import { createHash } from "node:crypto";
import { delayTable, type DelayName, type DelayOf } from "./delayTable";
import { seededRandom } from "./seededRandom";

/** How late the emulator is: `azure` as Azure is, `short` with waits below a second, `off` not at all. */
export const delayKinds = ["off", "short", "azure"] as const;

/** See {@link delayKinds}. */
export type DelayKind = (typeof delayKinds)[number];

/** What delays are made of. */
export interface DelayOptions {
  readonly kind: DelayKind;
  /** The same seed makes the same delays. */
  readonly seed: number;
}

/** No delays. */
export const noDelays: DelayOptions = { kind: "off", seed: 0 };

/** Seeds are chosen below this. */
export const seedLimit = 1_000_000;

/**
 * The delays of one emulator. Each kind has random numbers of its own, so that the nth of a kind is the same for the
 * same seed, whatever else happens in between.
 */
export class Delays {
  readonly options: DelayOptions;
  /** The time, in ms since 1970. */
  readonly now: () => number;
  readonly #random = new Map<DelayName, () => number>();
  readonly #ends = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  /** @param now The clock, for tests; the system's if it is left out */
  constructor(options: DelayOptions, now: () => number = Date.now) {
    this.options = options;
    this.now = now;
  }

  /** Whether there are any: what is always so is so then. */
  get areOn(): boolean {
    return this.options.kind !== "off";
  }

  /** Whether an unfriendliness is so. */
  isSo(_name: DelayOf<"always">): boolean {
    return this.areOn;
  }

  /** How long the next wait of a kind takes, in ms; 0 without delays. */
  waitMs(name: DelayOf<"ms">): number {
    const { kind } = this.options;
    return kind === "off" ? 0 : this.#between(name, delayTable[name][kind]);
  }

  /** When the next wait of a kind that begins now ends, in ms since 1970. */
  endMs(name: DelayOf<"ms">): number {
    return this.now() + this.waitMs(name);
  }

  /**
   * Begins a wait for a subject, in place of the one that it may be in.
   *
   * @param fromMs When it begins, in ms since 1970.
   * @returns when it ends, in ms since 1970.
   */
  begin(name: DelayOf<"ms">, subject: string, fromMs: number): number {
    const end = fromMs + this.waitMs(name);
    this.#ends.set(`${name} ${subject}`, end);
    return end;
  }

  /** When the wait of a subject ends or has ended, in ms since 1970; 0 if it never began. */
  endOf(name: DelayOf<"ms">, subject: string): number {
    return this.#ends.get(`${name} ${subject}`) ?? 0;
  }

  /** Whether the wait of a subject is over, or never began. */
  isOver(name: DelayOf<"ms">, subject: string): boolean {
    return this.now() >= this.endOf(name, subject);
  }

  /** Draws how often something will happen to a subject. */
  beginCount(name: DelayOf<"times">, subject: string): void {
    const { kind } = this.options;
    if (kind === "off") return;
    this.#counts.set(`${name} ${subject}`, this.#between(name, delayTable[name][kind]));
  }

  /** Whether it happens to the subject once more; if so, it is counted. */
  happens(name: DelayOf<"times">, subject: string): boolean {
    const left = this.#counts.get(`${name} ${subject}`) ?? 0;
    if (left > 0) this.#counts.set(`${name} ${subject}`, left - 1);
    return left > 0;
  }

  /** Whether this is one of the cases in which something happens. */
  isCase(name: DelayOf<"share">): boolean {
    const { kind } = this.options;
    return kind !== "off" && this.#next(name) < delayTable[name][kind];
  }

  /** One of the forms in which something happens; the first without delays. */
  pick<Form>(name: DelayName, forms: readonly [Form, ...Form[]]): Form {
    const index = this.areOn ? Math.floor(this.#next(name) * forms.length) : 0;
    return forms[index] ?? forms[0];
  }

  #between(name: DelayName, [from, to]: readonly [number, number]): number {
    return from + Math.floor(this.#next(name) * (to - from + 1));
  }

  #next(name: DelayName): number {
    const known = this.#random.get(name);
    if (known !== undefined) return known();
    const random = seededRandom(seedOf(this.options.seed, name));
    this.#random.set(name, random);
    return random();
  }
}

/** A seed for one kind of delay, unlike those of the other kinds. */
function seedOf(seed: number, name: DelayName): number {
  return createHash("sha256").update(`${seed} ${name}`).digest().readInt32LE();
}
