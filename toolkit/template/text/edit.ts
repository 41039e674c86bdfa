import { type Json, type JsonObject, isJsonObject } from "./json";

/** A change of a document that takes nothing away but a value it replaces. */
export type Edit =
  /** New keys at the end of an object, which may be empty or null so far. */
  | { readonly kind: "entries"; readonly at: readonly string[]; readonly entries: JsonObject }
  /** New items at the end of an array. */
  | { readonly kind: "items"; readonly at: readonly string[]; readonly items: readonly Json[] }
  /** Another value of a key that is there. */
  | { readonly kind: "value"; readonly at: readonly string[]; readonly value: string };

/** The document with the edits made, one after the other. The original stays as it is. */
export function withEdits(document: Json, edits: readonly Edit[]): Json {
  return edits.reduce(
    (edited, edit) => replaced(edited, edit.at, (old) => edit1(old, edit)),
    document,
  );
}

function edit1(old: Json | undefined, edit: Edit): Json {
  if (edit.kind === "value") return edit.value;
  if (edit.kind === "items") return [...(Array.isArray(old) ? old : []), ...edit.items];
  return { ...(isJsonObject(old) ? old : {}), ...edit.entries };
}

function replaced(
  value: Json,
  [key, ...rest]: readonly string[],
  change: (old: Json | undefined) => Json,
): Json {
  if (key === undefined) return change(value);
  const object = isJsonObject(value) ? value : {};
  return { ...object, [key]: replaced(object[key] ?? null, rest, change) };
}

/** The value at a place of a document; undefined when there is none. */
export function valueAt(document: Json, at: readonly string[]): Json | undefined {
  return at.reduce<Json | undefined>(
    (value, key) => (isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    document,
  );
}

/** The edit that adds entries to an object of a document, with the object when it is not there. */
export function entriesEdit(document: Json, at: readonly string[], entries: JsonObject): Edit {
  const last = at.at(-1);
  if (last === undefined || valueAt(document, at) !== undefined) {
    return { kind: "entries", at, entries };
  }
  return entriesEdit(document, at.slice(0, -1), { [last]: entries });
}
