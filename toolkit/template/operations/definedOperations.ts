import { isObject, listOf, own, textOf, type JsonObject } from "../../document/json";
import type { Method } from "../../document/methods";
import { operationsOf, pathItemsOf } from "../../document/operations";
import { followReferences } from "../../document/references";
import { pathKey } from "../route/pathKey";

/** An operation that a definition has. */
export interface DefinedOperation {
  readonly method: Method;
  /** The key among the definition's paths. */
  readonly path: string;
  readonly operation: JsonObject;
}

/** The operations of a definition, in its order. */
export function definedOperations(definition: JsonObject): readonly DefinedOperation[] {
  return operationsOf(definition).map(({ method, node, pathItem }) => ({
    method,
    path: pathItem.name,
    operation: node,
  }));
}

/** A definition's paths; none when it has no such object. */
export function pathsOf(definition: JsonObject): JsonObject {
  const { paths } = definition;
  return isObject(paths) ? paths : {};
}

/** A definition's base path without slashes at its end: empty, or such as `/api`. */
function basePathOf(definition: JsonObject): string {
  const { basePath } = definition;
  return typeof basePath === "string"
    ? `/${basePath}`.replace(/^\/+/, "/").replace(/\/+$/, "")
    : "";
}

/** The key of a definition's path among all paths of its host. */
export function hostPathKey(definition: JsonObject, path: string): string {
  return pathKey(`${basePathOf(definition)}${path}`);
}

/** A path of the host as the definition would have it; undefined when its base path leads elsewhere. */
export function relativePath(definition: JsonObject, hostPath: string): string | undefined {
  const basePath = basePathOf(definition);
  if (hostPath.toLowerCase() === basePath.toLowerCase()) return "/";
  const isBelow = hostPath.toLowerCase().startsWith(`${basePath.toLowerCase()}/`);
  return isBelow ? hostPath.slice(basePath.length) : undefined;
}

/**
 * The names of the path parameters that an operation declares, itself or for its whole path;
 * undefined when a reference leads nowhere or out of the document, so that they cannot be known.
 */
export function declaredPathParameters(
  definition: JsonObject,
  { path, operation }: Pick<DefinedOperation, "path" | "operation">,
): readonly string[] | undefined {
  const item = pathItemsOf(definition).find(({ name }) => name === path)?.node;
  const parameters = [...listOf(own(item, "parameters")), ...listOf(operation["parameters"])]
    .filter(isObject)
    .map((parameter) => followReferences(definition, parameter, [])?.node);
  if (parameters.includes(undefined)) return undefined;
  return parameters.flatMap((parameter) => {
    const name = textOf(own(parameter, "name"));
    return own(parameter, "in") === "path" && name !== undefined ? [name] : [];
  });
}
