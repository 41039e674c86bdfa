import { unescapeToken } from "../../document/jsonPointer";
import type { JsonPath } from "../../source/jsonPath";
import { has, isObject, own, textOf, type JsonObject } from "../../document/json";

/** The part of a document that a reference points to. */
export interface Target {
  readonly node: JsonObject;
  readonly path: JsonPath;
}

/** Sections of a definition that references may point into. */
export type Section = "definitions" | "parameters" | "responses";

/** A `$ref` where it is written. */
export interface Reference {
  readonly ref: unknown;
  /** Path of the object that holds the `$ref`. */
  readonly path: JsonPath;
  readonly node: JsonObject;
  /** The section that a reference in this place must point into. */
  readonly section: Section;
}

/** The path of a local reference, `#/a/b`; undefined for any other text. */
export function pathOfReference(ref: unknown): JsonPath | undefined {
  const text = textOf(ref);
  if (text === undefined || !text.startsWith("#/")) return undefined;
  const segments = text.slice(2).split("/").map(decodeSegment);
  return segments.every((segment) => segment !== undefined) ? segments : undefined;
}

function decodeSegment(segment: string): string | undefined {
  if (/~(?![01])/.test(segment)) return undefined;
  try {
    return unescapeToken(decodeURIComponent(segment));
  } catch {
    return undefined;
  }
}

/**
 * Follows a value's reference, and that one's, to what they stand for in the end.
 *
 * @returns the value itself where it is no reference; undefined where a reference leads nowhere, in
 *   a circle, or out of the document
 */
export function followReferences(
  root: JsonObject,
  value: unknown,
  path: JsonPath,
): Target | undefined {
  const seen = new Set<unknown>();
  let found: unknown = value;
  let at = path;
  while (isObject(found) && has(found, "$ref")) {
    if (seen.has(found)) return undefined;
    seen.add(found);
    const next = pathOfReference(own(found, "$ref"));
    if (next === undefined) return undefined;
    found = valueAt(root, next);
    at = next;
  }
  return isObject(found) ? { node: found, path: at } : undefined;
}

/** What stands at a path, looking at own properties only. */
export function valueAt(root: unknown, path: JsonPath): unknown {
  let value = root;
  for (const segment of path) {
    if (Array.isArray(value)) value = (value as unknown[])[Number(segment)];
    else value = own(value, String(segment));
  }
  return value;
}
