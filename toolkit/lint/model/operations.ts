import { has, entriesOf, own, textOf, textsOf, type JsonObject } from "../../document/json";
import {
  listedParameters,
  mergedParameters,
  operationName,
  operationsOfPath,
  parameterIdentity,
  pathItemsOf as pathsOf,
  type Operation as PlacedOperation,
  type PathItem as PlacedPath,
} from "../../document/operations";
import { followReferences } from "../../document/references";
import type { JsonPath } from "../../source/jsonPath";

/** A parameter as an operation takes it, its reference followed. */
export interface Parameter {
  readonly node: JsonObject;
  /** Where the parameter itself is written. */
  readonly path: JsonPath;
  /** Where the operation, or its path, lists it. */
  readonly listedAt: JsonPath;
  readonly name: string;
  /** Its location: query, path, header, body or formData. */
  readonly place: string;
  readonly isInternal: boolean;
}

/** A response of an operation, its reference followed. */
export interface Response {
  readonly status: string;
  readonly node: JsonObject;
  /** Where the response itself is written. */
  readonly path: JsonPath;
  /** Where the operation lists it. */
  readonly listedAt: JsonPath;
}

/** A path of the definition. */
export interface PathItem extends PlacedPath {
  /** The parameters that all its operations share. */
  readonly parameters: readonly Parameter[];
}

/** An operation of the definition. */
export interface Operation extends PlacedOperation {
  /** What to call it in a message. */
  readonly label: string;
  readonly id: string | undefined;
  readonly pathItem: PathItem;
  /** The parameters listed by the operation itself. */
  readonly ownParameters: readonly Parameter[];
  /** All it takes: its own, and those of its path that it does not replace. */
  readonly parameters: readonly Parameter[];
  readonly responses: readonly Response[];
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  readonly isInternal: boolean;
  readonly isTrigger: boolean;
}

/** The paths of a definition. */
export function pathItemsOf(root: JsonObject): PathItem[] {
  return pathsOf(root).map((item) => ({ ...item, parameters: parametersOf(root, item) }));
}

/** The operations of one path. */
export function operationsOf(root: JsonObject, pathItem: PathItem): Operation[] {
  return operationsOfPath(pathItem).map((placed) => operationOf(root, pathItem, placed));
}

function operationOf(root: JsonObject, pathItem: PathItem, placed: PlacedOperation): Operation {
  const { node, path } = placed;
  const ownParameters = parametersOf(root, placed);
  return {
    ...placed,
    label: operationName(placed),
    id: textOf(own(node, "operationId")),
    pathItem,
    ownParameters,
    parameters: mergedParameters(pathItem.parameters, ownParameters, identityOf),
    responses: responsesOf(root, node, path),
    consumes: mimeTypesOf(root, node, "consumes"),
    produces: mimeTypesOf(root, node, "produces"),
    isInternal: own(node, "x-ms-visibility") === "internal",
    isTrigger: has(node, "x-ms-trigger"),
  };
}

/** What makes two parameters the same: name and location. */
export function identityOf({ node }: Parameter): string {
  return parameterIdentity(node);
}

/** Those whose reference leads to one with a name and a location. */
function parametersOf(root: JsonObject, holder: PlacedPath | PlacedOperation): Parameter[] {
  return listedParameters(holder).flatMap(({ value, path: listedAt }) => {
    const target = followReferences(root, value, listedAt);
    const name = textOf(own(target?.node, "name"));
    const place = textOf(own(target?.node, "in"));
    if (target === undefined || name === undefined || place === undefined) return [];
    const isInternal = own(target.node, "x-ms-visibility") === "internal";
    return [{ ...target, listedAt, name, place, isInternal }];
  });
}

function responsesOf(root: JsonObject, node: JsonObject, path: JsonPath): Response[] {
  return entriesOf(own(node, "responses")).flatMap(([status, value]) => {
    if (status.startsWith("x-")) return [];
    const listedAt = [...path, "responses", status];
    const target = followReferences(root, value, listedAt);
    return target === undefined ? [] : [{ ...target, status, listedAt }];
  });
}

/** An operation's own list replaces the document's, also when it is empty. */
function mimeTypesOf(root: JsonObject, node: JsonObject, key: string): readonly string[] {
  return textsOf(own(has(node, key) ? node : root, key));
}
