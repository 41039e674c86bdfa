/** A JSON object of unknown content. Read it with `own`, which no inherited property can deceive. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for an object that is neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object's own property; undefined for anything else, also for `__proto__` and the like. */
export function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** True where the object has the property itself. */
export function has(value: unknown, key: string): boolean {
  return isObject(value) && Object.hasOwn(value, key);
}

/** The property's object; an empty one where there is none. */
export function objectAt(value: unknown, key: string): JsonObject {
  const found = own(value, key);
  return isObject(found) ? found : {};
}

/** The object's own properties; none for anything else. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The array; an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts in an array, in their order; none for anything else. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === "string");
}

/** The text; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** True for a text with something else than white space in it. */
export function isFilled(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** True where the value is one of these, without converting it. */
export function isOneOf(value: unknown, values: readonly unknown[]): boolean {
  return values.includes(value);
}

/** The items that are there before, too, with their indexes; compared without converting them. */
export function repeatedIn<Item>(items: readonly Item[]): { item: Item; index: number }[] {
  const seen = new Set<Item>();
  return items.flatMap((item, index) => {
    const isRepeated = seen.has(item);
    seen.add(item);
    return isRepeated ? [{ item, index }] : [];
  });
}

/** JSON's name of a value's type, with `integer` for whole numbers. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
