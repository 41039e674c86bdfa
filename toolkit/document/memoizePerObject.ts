/**
 * Works something out once for each object. This is no state: the results are those of a pure
 * function, kept as long as the object is.
 */
export function memoizePerObject<Key extends object, Result>(
  make: (key: Key) => Result,
): (key: Key) => Result {
  const results = new WeakMap<Key, { readonly result: Result }>();
  return (key) => {
    const known = results.get(key) ?? { result: make(key) };
    results.set(key, known);
    return known.result;
  };
}
