import { valueAt } from "../../document/references";
import { isObject, type JsonObject } from "../../document/json";

/** A change of a document that takes nothing away but a value it replaces. */
export type Edit =
  /** New keys at the end of an object, which may be empty or null so far. */
  | { readonly kind: "entries"; readonly at: readonly string[]; readonly entries: JsonObject }
  /** New items at the end of an array. */
  | { readonly kind: "items"; readonly at: readonly string[]; readonly items: readonly unknown[] }
  /** Another value of a key that is there. */
  | { readonly kind: "value"; readonly at: readonly string[]; readonly value: string };

/** The document with the edits made, one after the other. The original stays as it is. */
export function withEdits(document: unknown, edits: readonly Edit[]): unknown {
  return edits.reduce(
    (edited, edit) => replaced(edited, edit.at, (old) => edit1(old, edit)),
    document,
  );
}

function edit1(old: unknown, edit: Edit): unknown {
  if (edit.kind === "value") return edit.value;
  if (edit.kind === "items") return [...(Array.isArray(old) ? old : []), ...edit.items];
  return { ...(isObject(old) ? old : {}), ...edit.entries };
}

function replaced(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (old: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  const object = isObject(value) ? value : {};
  return { ...object, [key]: replaced(object[key] ?? null, rest, change) };
}

/** The edit that adds entries to an object of a document, with the object when it is not there. */
export function entriesEdit(document: unknown, at: readonly string[], entries: JsonObject): Edit {
  const last = at.at(-1);
  if (last === undefined || valueAt(document, at) !== undefined) {
    return { kind: "entries", at, entries };
  }
  return entriesEdit(document, at.slice(0, -1), { [last]: entries });
}
