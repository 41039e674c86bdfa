/** A value of the configuration that cannot be used. */
export interface KeyProblem<Key extends string = string> {
  readonly key: Key;
  readonly value: string;
  /** What is allowed, as in "expected …". */
  readonly expected: string;
}

/** Reads configuration values and collects what is wrong with them, so that everything is reported at once. */
export class KeyReader {
  readonly problems: KeyProblem[] = [];
  readonly #read: (key: string) => string;

  /** @param read gives a key's value; empty when it is not set */
  constructor(read: (key: string) => string) {
    this.#read = read;
  }

  oneOf<Value extends string>(key: string, allowed: readonly [Value, ...Value[]]): Value {
    const value = allowed.find((candidate) => candidate === this.#read(key));
    return value ?? this.refuse(key, allowed.join(" or "), allowed[0]);
  }

  text(key: string): string {
    const value = this.#read(key).trim();
    return value === "" || /\s/.test(value)
      ? this.refuse(key, "a value without spaces", "")
      : value;
  }

  /** An address for tokens, or for the keys that they are checked by: it must not be readable on the way. */
  url(key: string): string {
    const value = this.#read(key);
    const { protocol, hostname } = URL.canParse(value)
      ? new URL(value)
      : { protocol: "", hostname: "" };
    const isLoopback = protocol === "http:" && hostname === "127.0.0.1";
    return protocol === "https:" || isLoopback ? value : this.refuse(key, "an https address", "");
  }

  optionalUrl(key: string): string | undefined {
    return this.#read(key) === "" ? undefined : this.url(key);
  }

  guid(key: string): string {
    const value = this.#read(key).toLowerCase();
    const isGuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/.test(value);
    return isGuid
      ? value
      : this.refuse(key, "an id such as 0a1b2c3d-0000-0000-0000-000000000000", "");
  }

  words(key: string, separator: string | RegExp = /[\s,]+/): string[] {
    const words = this.#read(key).split(separator);
    return words.map((word) => word.trim()).filter((word) => word !== "");
  }

  /**
   * Adds a problem.
   *
   * @returns what to go on with until all problems are known
   */
  refuse<Value>(key: string, expected: string, instead: Value): Value {
    this.problems.push({ key, value: this.#read(key), expected });
    return instead;
  }
}
