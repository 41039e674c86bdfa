import { METHODS, type Method } from "../../document/methods";
import { type Json, type JsonObject, isJsonObject } from "../text/json";
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
  return Object.entries(pathsOf(definition)).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = isJsonObject(item) ? item[method] : undefined;
      return isJsonObject(operation) ? [{ method, path, operation }] : [];
    }),
  );
}

/** A definition's paths; none when it has no such object. */
export function pathsOf(definition: JsonObject): JsonObject {
  const { paths } = definition;
  return isJsonObject(paths) ? paths : {};
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
 * undefined when a reference leads out of the document, so that they cannot be known.
 */
export function declaredPathParameters(
  definition: JsonObject,
  { path, operation }: Pick<DefinedOperation, "path" | "operation">,
): readonly string[] | undefined {
  const item = pathsOf(definition)[path];
  const shared = isJsonObject(item) ? item["parameters"] : undefined;
  const parameters = [...listOf(shared), ...listOf(operation["parameters"])].map((parameter) =>
    dereferenced(definition, parameter),
  );
  if (parameters.includes(undefined)) return undefined;
  return parameters.flatMap((parameter) =>
    isJsonObject(parameter) && parameter["in"] === "path" && typeof parameter["name"] === "string"
      ? [parameter["name"]]
      : [],
  );
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function dereferenced(definition: JsonObject, parameter: Json): Json | undefined {
  const reference = isJsonObject(parameter) ? parameter["$ref"] : undefined;
  if (typeof reference !== "string") return parameter;
  const name = /^#\/parameters\/([^/]+)$/.exec(reference)?.[1];
  const { parameters } = definition;
  return name !== undefined && isJsonObject(parameters) ? parameters[name] : undefined;
}
