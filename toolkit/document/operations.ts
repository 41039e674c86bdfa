import type { JsonPath } from "../source/jsonPath";
import { entriesOf, isObject, listOf, own, textOf, type JsonObject } from "./json";
import { METHODS, type Method } from "./methods";

/** A path of a definition. */
export interface PathItem<Node extends object = JsonObject> {
  /** The key among the paths, such as `/items/{id}`. */
  readonly name: string;
  readonly node: Node;
  readonly path: JsonPath;
}

/** An operation in its definition. */
export interface Operation<Node extends object = JsonObject, Item extends object = JsonObject> {
  readonly method: Method;
  readonly node: Node;
  readonly path: JsonPath;
  readonly pathItem: PathItem<Item>;
}

/** A parameter where an operation, or its path, lists it: it may be a reference. */
export interface ListedParameter {
  readonly value: unknown;
  readonly path: JsonPath;
}

/** The paths of a definition, in its order. Extensions, and what is not an object, are skipped. */
export function pathItemsOf(definition: object): PathItem[] {
  return entriesOf(own(definition, "paths")).flatMap(([name, node]) =>
    isObject(node) && !name.startsWith("x-") ? [{ name, node, path: ["paths", name] }] : [],
  );
}

/** The operations of one path, in its order. */
export function operationsOfPath(pathItem: PathItem): Operation[] {
  return entriesOf(pathItem.node).flatMap(([key, node]) => {
    const method = METHODS.find((known) => known === key);
    return method !== undefined && isObject(node)
      ? [{ method, node, path: [...pathItem.path, method], pathItem }]
      : [];
  });
}

/** The operations of a definition, in its order. */
export function operationsOf(definition: object): Operation[] {
  return pathItemsOf(definition).flatMap((pathItem) => operationsOfPath(pathItem));
}

/** The name that an operation goes by: its operationId, else its method and path. */
export function operationName({ node, method, pathItem }: Operation): string {
  return textOf(own(node, "operationId")) ?? `${method.toUpperCase()} ${pathItem.name}`;
}

/** The parameters that an operation or a path lists. */
export function listedParameters({
  node,
  path,
}: Pick<PathItem<object>, "node" | "path">): ListedParameter[] {
  return listOf(own(node, "parameters")).map((value, index) => ({
    value,
    path: [...path, "parameters", index],
  }));
}

/** What makes two parameters the same: name and location. */
export function parameterIdentity(parameter: unknown): string {
  return JSON.stringify([own(parameter, "name"), own(parameter, "in")]);
}

/**
 * All parameters of an operation: those of its path, unless the operation has one of the same name
 * and location, and its own.
 *
 * @param identityOf what makes two of them the same
 */
export function mergedParameters<Parameter>(
  ofPath: readonly Parameter[],
  ofOperation: readonly Parameter[],
  identityOf: (parameter: Parameter) => string,
): Parameter[] {
  const replacements = new Map(ofOperation.map((parameter) => [identityOf(parameter), parameter]));
  const shared = new Set(ofPath.map(identityOf));
  return [
    ...ofPath.map((parameter) => replacements.get(identityOf(parameter)) ?? parameter),
    ...ofOperation.filter((parameter) => !shared.has(identityOf(parameter))),
  ];
}
