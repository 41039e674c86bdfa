import type { JsonPath } from "../rule";
import { isObject, objectAt, type JsonObject } from "./json";
import { operationsOf, pathItemsOf, type Operation, type PathItem } from "./operations";
import { perObject } from "./perObject";
import { parameterPlaces, referencePlaces, schemaPlaces, type ParameterPlace } from "./places";
import { reachedFrom, type Reached } from "./reach";
import type { Reference } from "./references";
import type { SchemaPlace } from "./schemas";

/** A connector's definition, read as far as it can be: whatever has a wrong shape is left out. */
export interface Definition {
  readonly root: JsonObject;
  readonly info: JsonObject;
  readonly pathItems: readonly PathItem[];
  readonly operations: readonly Operation[];
  /** The first operation of each id; ids in references may be anything. */
  readonly operationById: ReadonlyMap<unknown, Operation>;
  readonly parameters: readonly ParameterPlace[];
  readonly schemas: readonly SchemaPlace[];
  readonly references: readonly Reference[];
  /** The schemas that a value consists of, references followed; each root is worked out once. */
  readonly reached: (value: unknown, path: JsonPath) => readonly Reached[];
  /** True once so many schemas were reached that no more are. */
  readonly isExhausted: () => boolean;
}

/**
 * Schemas that are looked at below references, all in all. A definition that the platform accepts
 * has far fewer; this bounds the time that any other takes.
 */
const MAX_REACHED_IN_ALL = 300_000;

/** Every rule asks for the model of one and the same document. */
const readOnce = perObject(readDefinition);

/** The model of a parsed definition; that of an empty one where the document is no object. */
export function definitionOf(data: unknown): Definition {
  return readOnce(isObject(data) ? data : {});
}

function readDefinition(root: JsonObject): Definition {
  const pathItems = pathItemsOf(root);
  const operations = pathItems.flatMap((pathItem) => operationsOf(root, pathItem));
  const byId = new Map<unknown, Operation>();
  for (const operation of operations) {
    if (operation.id !== undefined && !byId.has(operation.id)) byId.set(operation.id, operation);
  }
  const parameters = [...parameterPlaces(root, pathItems, operations)];
  const schemas = [...schemaPlaces(root, pathItems, operations, parameters)];
  const reachedByNode = new Map<unknown, readonly Reached[]>();
  let reachedInAll = 0;
  return {
    root,
    info: objectAt(root, "info"),
    pathItems,
    operations,
    operationById: byId,
    parameters,
    schemas,
    references: [...referencePlaces(root, pathItems, operations, parameters, schemas)],
    reached: (value, path) => {
      const known = reachedByNode.get(value);
      if (known !== undefined || reachedInAll >= MAX_REACHED_IN_ALL) return known ?? [];
      const reached = reachedFrom(root, value, path);
      reachedInAll += reached.length;
      reachedByNode.set(value, reached);
      return reached;
    },
    isExhausted: () => reachedInAll >= MAX_REACHED_IN_ALL,
  };
}
