import {
  type DefinedOperation,
  definedOperations,
  hostPathKey,
  pathsOf,
  relativePath,
} from "./definedOperations";
import type { JsonObject } from "../../document/json";
import { pathKey } from "../route/pathKey";
import type { TemplateOperation } from "./templateOperations";

/** Where an operation of an app is, or comes to be, in a definition. */
export interface Placement {
  readonly template: TemplateOperation;
  /** The key among the definition's paths. */
  readonly path: string;
  /** The definition's own operation; undefined when it has none yet. */
  readonly match: DefinedOperation | undefined;
}

/** The places of an app's operations in a definition, and the operations that have none there. */
export interface Placements {
  readonly placed: readonly Placement[];
  /** Outside the definition's base path. */
  readonly outside: readonly TemplateOperation[];
}

/**
 * Finds each operation's place: the path that the definition, or an earlier operation, has for it
 * already, whatever it calls the parameters, or else a new one below the definition's base path.
 */
export function placements(
  definition: JsonObject,
  operations: readonly TemplateOperation[],
): Placements {
  const defined = definedOperations(definition);
  const keys = new Map(
    Object.keys(pathsOf(definition))
      .toReversed()
      .map((path) => [hostPathKey(definition, path), path]),
  );
  const placed: Placement[] = [];
  const outside: TemplateOperation[] = [];
  for (const template of operations) {
    const key = pathKey(template.path);
    const path = keys.get(key) ?? relativePath(definition, template.path);
    if (path === undefined) {
      outside.push(template);
      continue;
    }
    keys.set(key, path);
    placed.push({ template, path, match: matchIn(defined, definition, template) });
  }
  return { placed, outside };
}

function matchIn(
  defined: readonly DefinedOperation[],
  definition: JsonObject,
  { method, path }: TemplateOperation,
): DefinedOperation | undefined {
  return defined.find(
    (candidate) =>
      candidate.method === method && hostPathKey(definition, candidate.path) === pathKey(path),
  );
}
