import { jsonPathOf, type JsonPath } from "../source/jsonPath";
import { has, isObject, own, textOf, type JsonObject } from "./json";
import { pathOfPointer } from "./jsonPointer";

/** A part of a document, its references followed. */
export interface Found<Part extends object = JsonObject> {
  readonly node: Part;
  /** Where it is written. */
  readonly path: JsonPath;
  /** The references that led there, the last one last. */
  readonly references: readonly string[];
}

/** A reference that cannot be followed, and why. */
interface Unresolved {
  readonly reference: unknown;
  readonly fault: "outside" | "loop" | "missing";
}

/** The path of a local reference, `#/a/b`; undefined for anything else. */
export function pathOfReference(reference: unknown): JsonPath | undefined {
  const text = textOf(reference);
  if (text === undefined || !text.startsWith("#/")) return undefined;
  try {
    return pathOfPointer(text.slice(1), decodeURIComponent);
  } catch {
    return undefined;
  }
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

/**
 * Follows a value's reference, and that one's, to what they stand for in the end. What stands beside
 * a `$ref` does not count, as in Swagger 2.0.
 *
 * @returns the value itself where it is not a reference; undefined where a reference leads nowhere,
 *   back to itself, or out of the document
 */
export function followReferences(
  root: JsonObject,
  value: unknown,
  path: JsonPath,
): Found | undefined {
  const found = resolve(root, value, path);
  return "fault" in found ? undefined : found;
}

const FAULTS = {
  outside: 'leads out of the document. Expected one that starts with "#/"',
  loop: "leads back to itself",
  missing: "leads to nothing",
} as const;

/**
 * The same, for a part that must be there.
 *
 * @throws RangeError when a reference leads out of the document, back to itself or to nothing
 */
export function requireReferences<Part extends object>(
  root: JsonObject,
  part: Part,
  path: JsonPath,
): Found<Part> {
  const found = resolve(root, part, path);
  if (!("fault" in found)) return found as Found<Part>;
  const { reference, fault } = found;
  throw new RangeError(
    `${jsonPathOf(path)}: the reference ${JSON.stringify(reference)} ${FAULTS[fault]}.`,
  );
}

function resolve(root: JsonObject, value: unknown, path: JsonPath): Found | Unresolved {
  const seen = new Set<unknown>();
  const references: string[] = [];
  let node = value;
  let at = path;
  let reference: unknown;
  while (isObject(node) && has(node, "$ref")) {
    if (seen.has(node)) return { reference, fault: "loop" };
    seen.add(node);
    reference = own(node, "$ref");
    const next = pathOfReference(reference);
    if (next === undefined) return { reference, fault: "outside" };
    references.push(String(reference));
    node = valueAt(root, next);
    at = next;
  }
  return isObject(node) ? { node, path: at, references } : { reference, fault: "missing" };
}
