import { METHODS, type Method } from "../../document/methods";
import type { JsonPath } from "../../source/jsonPath";
import {
  entriesOf,
  has,
  isObject,
  listOf,
  own,
  textOf,
  textsOf,
  type JsonObject,
} from "../../document/json";
import { followReferences } from "./references";

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
export interface PathItem {
  readonly name: string;
  readonly node: JsonObject;
  readonly path: JsonPath;
  /** The parameters that all its operations share. */
  readonly parameters: readonly Parameter[];
}

/** An operation of the definition. */
export interface Operation {
  /** What to call it in a message. */
  readonly label: string;
  readonly id: string | undefined;
  readonly method: Method;
  readonly node: JsonObject;
  readonly path: JsonPath;
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

/** The paths of a definition; extensions among them are left out. */
export function pathItemsOf(root: JsonObject): PathItem[] {
  return entriesOf(own(root, "paths")).flatMap(([name, node]) => {
    if (!isObject(node) || name.startsWith("x-")) return [];
    const path = ["paths", name];
    return [{ name, node, path, parameters: parametersOf(root, node, path) }];
  });
}

/** The operations of one path. */
export function operationsOf(root: JsonObject, pathItem: PathItem): Operation[] {
  return METHODS.flatMap((method) => {
    const node = own(pathItem.node, method);
    return isObject(node) ? [operationOf(root, pathItem, method, node)] : [];
  });
}

function operationOf(
  root: JsonObject,
  pathItem: PathItem,
  method: Method,
  node: JsonObject,
): Operation {
  const path = [...pathItem.path, method];
  const id = textOf(own(node, "operationId"));
  const ownParameters = parametersOf(root, node, path);
  const replaced = new Set(ownParameters.map(identityOf));
  return {
    label: id ?? `${method.toUpperCase()} ${pathItem.name}`,
    id,
    method,
    node,
    path,
    pathItem,
    ownParameters,
    parameters: [
      ...pathItem.parameters.filter((parameter) => !replaced.has(identityOf(parameter))),
      ...ownParameters,
    ],
    responses: responsesOf(root, node, path),
    consumes: mimeTypesOf(root, node, "consumes"),
    produces: mimeTypesOf(root, node, "produces"),
    isInternal: own(node, "x-ms-visibility") === "internal",
    isTrigger: has(node, "x-ms-trigger"),
  };
}

/** What makes two parameters the same: name and location. */
export function identityOf({ name, place }: Parameter): string {
  return JSON.stringify([name, place]);
}

function parametersOf(root: JsonObject, holder: JsonObject, path: JsonPath): Parameter[] {
  return listOf(own(holder, "parameters")).flatMap((value, index) => {
    const listedAt = [...path, "parameters", index];
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
