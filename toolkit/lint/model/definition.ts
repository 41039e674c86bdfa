import type { JsonPath } from "../../source/jsonPath";
import { isObject, objectAt, type JsonObject } from "../../document/json";
import { operationsOf, pathItemsOf, type Operation, type PathItem } from "./operations";
import { memoizePerObject } from "../../document/memoizePerObject";
import { parameterPlaces, referencePlaces, schemaPlaces, type ParameterPlace } from "./places";
import { reachedFrom, type Reached } from "./reach";
import { followReferences } from "../../document/references";
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
  /** True where there is so much that not all was looked at. */
  readonly isExhausted: () => boolean;
  /** True where the properties next to it say that a gateway reaches the host. */
  readonly usesGateway: boolean;
}

/**
 * Schemas that are looked at below references, all in all, and operations. A definition that the
 * platform accepts has far fewer; this bounds the time that any other takes.
 */
const MAX_REACHED_IN_ALL = 150_000;
const MAX_OPERATIONS = 5000;

/** Every rule asks for the model of one and the same document. */
const readOnce = memoizePerObject(readDefinition);

/**
 * The model of a parsed definition, by itself; that of an empty one where the document is not an object.
 */
export function definitionOf(data: unknown): Definition {
  return readOnce(isObject(data) ? data : {});
}

function readDefinition(root: JsonObject): Definition {
  const pathItems = pathItemsOf(root);
  const operations = pathItems
    .flatMap((pathItem) => operationsOf(root, pathItem))
    .slice(0, MAX_OPERATIONS);
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
      // A schema that many operations refer to is worked out once.
      const target = followReferences(root, value, path);
      const known = reachedByNode.get(target?.node);
      if (target === undefined || known !== undefined) return known ?? [];
      if (reachedInAll >= MAX_REACHED_IN_ALL) return [];
      const reached = reachedFrom(root, target.node, target.path);
      reachedInAll += reached.length;
      reachedByNode.set(target.node, reached);
      return reached;
    },
    isExhausted: () => reachedInAll >= MAX_REACHED_IN_ALL || operations.length >= MAX_OPERATIONS,
    usesGateway: false,
  };
}
