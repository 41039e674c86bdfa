import { METHODS } from "./methods";
import { below, follow, type Found } from "./references";
import {
  type OperationObject,
  type PathItemObject,
  type SwaggerDocument,
  type SwaggerParameter,
} from "./swaggerDocument";

/** An operation in its document. */
export interface PlacedOperation {
  readonly path: string;
  /** In lower case. */
  readonly method: string;
  readonly pathItem: PathItemObject;
  readonly operation: OperationObject;
}

/** The operations of a document, in its order. */
export function placedOperations({ paths }: SwaggerDocument): PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, pathItem]) =>
    METHODS.flatMap((method) => {
      const operation = pathItem[method];
      return operation ? [{ path, method, pathItem, operation }] : [];
    }),
  );
}

/** The name an operation goes by; without an operationId, what it is called at. */
export function operationName({ operation, method, path }: PlacedOperation): string {
  return operation.operationId ?? `${method.toUpperCase()} ${path}`;
}

/**
 * The parameters of an operation, references resolved. Those of its path hold too, unless the operation
 * has one of that name and place.
 *
 * @throws RangeError when a reference leads nowhere
 */
export function parametersOf(
  document: SwaggerDocument,
  { path, method, pathItem, operation }: PlacedOperation,
): Found<SwaggerParameter>[] {
  const resolve = (parameters: readonly SwaggerParameter[] = [], ...tokens: string[]) =>
    parameters.map((parameter, index) =>
      follow(document, parameter, below("/paths", path, ...tokens, "parameters", index)),
    );
  const all = [...resolve(pathItem.parameters), ...resolve(operation.parameters, method)];
  return [...new Map(all.map((found) => [`${found.part.in} ${found.part.name}`, found])).values()];
}
