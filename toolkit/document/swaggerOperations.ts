import {
  listedParameters,
  mergedParameters,
  operationsOf,
  parameterIdentity,
  type Operation,
} from "./operations";
import { requireReferences, type Found } from "./references";
import type {
  OperationObject,
  PathItemObject,
  SwaggerDocument,
  SwaggerParameter,
} from "./swaggerDocument";

/** An operation of a document whose shape is checked. */
export type SwaggerOperation = Operation<OperationObject, PathItemObject>;

/** The operations of a document, in its order. */
export function swaggerOperations(document: SwaggerDocument): SwaggerOperation[] {
  return operationsOf(document);
}

/**
 * All parameters of an operation, references followed.
 *
 * @throws RangeError when a reference leads nowhere
 */
export function swaggerParameters(
  document: SwaggerDocument,
  operation: SwaggerOperation,
): Found<SwaggerParameter>[] {
  const [ofPath, ofOperation] = [operation.pathItem, operation].map((holder) =>
    listedParameters(holder).map(({ value, path }) =>
      requireReferences(document, value as SwaggerParameter, path),
    ),
  );
  return mergedParameters(ofPath ?? [], ofOperation ?? [], ({ node }) => parameterIdentity(node));
}
