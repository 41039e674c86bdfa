import { isObject } from "../document/json";

/** A value that is compared as a whole: lists and objects as JSON text with sorted keys. */
export type Fact = string | number | boolean | null;

/** Named parts, in a map without a prototype: `constructor` and `toString` are names like others. */
export type Named<Part> = Readonly<Record<string, Part>>;

/** A map without a prototype. */
export function named<Part>(entries: Iterable<readonly [string, Part]>): Named<Part> {
  return Object.assign(Object.create(null), Object.fromEntries(entries)) as Named<Part>;
}

/** The same, of the entries that have a value. */
export function stated(entries: Readonly<Record<string, unknown>>): Named<Fact> {
  const present = Object.entries(entries).filter(([, value]) => value !== undefined);
  return named(present.map(([name, value]) => [name, fact(value)] as const));
}

/** A set of words. */
export function wordSet(words: readonly string[]): Named<true> {
  return named(words.map((word) => [word, true] as const));
}

/** A value as a fact: what is equal as JSON, whatever the order of keys, is the same fact. */
export function fact(value: unknown): Fact {
  if (value === null || ["string", "number", "boolean"].includes(typeof value))
    return value as Fact;
  return JSON.stringify(value, (_key, part: unknown) => (isObject(part) ? sorted(part) : part));
}

function sorted(object: object): object {
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
