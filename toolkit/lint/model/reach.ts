import type { JsonPath } from "../../source/jsonPath";
import { has, isObject, own, textsOf, type JsonObject } from "../../document/json";
import { followReferences } from "../../document/references";
import { childrenOf } from "./schemas";

/** A schema that a body or a response consists of, references followed. */
export interface Reached {
  readonly node: JsonObject;
  /** Where it is written. */
  readonly path: JsonPath;
  /** Names of the properties that lead to it. */
  readonly names: readonly string[];
  /** True where every property on the way is required. */
  readonly isRequired: boolean;
  /** True where it or a schema around it is internal. */
  readonly isInternal: boolean;
  /** Levels below the root. */
  readonly depth: number;
}

/** The platform accepts 512 in one body or response. */
const MAX_REACHED = 600;

/**
 * The schemas that a value of this schema consists of: itself, then its properties, items and parts,
 * with references followed. A schema that several ways lead to is listed once, so that circles end;
 * at most 600 are listed,
 * those near the root first.
 */
export function reachedFrom(root: JsonObject, value: unknown, path: JsonPath): Reached[] {
  const reached: Reached[] = [];
  const seen = new Set<JsonObject>();
  let level = [{ value, path, names: [] as string[], isRequired: true, isInternal: false }];
  for (let depth = 0; level.length > 0; depth += 1) {
    const next: typeof level = [];
    for (const step of level) {
      const target = followReferences(root, step.value, step.path);
      if (target === undefined || seen.has(target.node) || seen.size >= MAX_REACHED) continue;
      seen.add(target.node);
      const isInternal = step.isInternal || own(target.node, "x-ms-visibility") === "internal";
      reached.push({ ...step, ...target, isInternal, depth });
      const required = new Set(textsOf(own(target.node, "required")));
      for (const child of childrenOf(target.node)) {
        const { property } = child;
        next.push({
          value: child.value,
          path: [...target.path, ...child.steps],
          names: property === undefined ? step.names : [...step.names, property],
          isRequired: step.isRequired && (property === undefined || required.has(property)),
          isInternal,
        });
      }
    }
    level = next;
  }
  return reached;
}

/**
 * The type of a schema's values.
 *
 * @returns undefined where the schema leaves it open or its reference leads nowhere
 */
export function typeOfSchema(root: JsonObject, schema: unknown): string | undefined {
  const node = followReferences(root, schema, [])?.node;
  const type = own(node, "type");
  if (typeof type === "string") return type;
  return has(node, "properties") ? "object" : undefined;
}

/** What a path of property names leads to. */
export type Found =
  | { readonly kind: "schema"; readonly node: JsonObject; readonly path: JsonPath }
  /** The schema leaves open what is there. */
  | { readonly kind: "open" }
  | { readonly kind: "missing"; readonly name: string };

/** The schema at a path such as `value/items`, from a schema down through properties and items. */
export function schemaAtNames(root: JsonObject, schema: unknown, names: readonly string[]): Found {
  let target = followReferences(root, schema, []);
  for (const name of names) {
    const inItems = target && own(target.node, "type") === "array";
    if (inItems) target = followReferences(root, own(target?.node, "items"), []);
    if (target === undefined || isOpen(target.node)) return { kind: "open" };
    const property = own(own(target.node, "properties"), name);
    if (!isObject(property)) return { kind: "missing", name };
    target = followReferences(root, property, []);
  }
  return target === undefined ? { kind: "open" } : { kind: "schema", ...target };
}

const DYNAMIC = ["x-ms-dynamic-schema", "x-ms-dynamic-properties", "allOf"];

/** True where a schema does not list its properties, or not all of them. */
function isOpen(node: JsonObject): boolean {
  if (DYNAMIC.some((key) => has(node, key))) return true;
  const rest = own(node, "additionalProperties");
  if (rest !== undefined && rest !== false) return true;
  const properties = own(node, "properties");
  return !isObject(properties) || Object.keys(properties).length === 0;
}
