import type { Contract } from "../../function/contract/contract";
import type { JsonObject } from "../../toolkit/document/json";
import { operationsOf as readOperations } from "../../toolkit/document/operations";
import type { ConnectorDefinition, SwaggerOperation } from "./swagger";

/** An operation with its place in the definition. */
export interface PlacedOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: SwaggerOperation;
}

/** A definition's operations, in the order they were registered. */
export function operationsOf(definition: ConnectorDefinition): PlacedOperation[] {
  return readOperations(definition).map(({ method, node, pathItem }) => ({
    path: pathItem.name,
    method,
    operation: node as JsonObject & SwaggerOperation,
  }));
}

/** The ids of a definition's operations, in the order they were registered. */
export function operationIds(definition: ConnectorDefinition): string[] {
  return operationsOf(definition).map(({ operation }) => operation.operationId);
}

/**
 * The absolute URL of an operation on the definition's host, without a key.
 *
 * @throws RangeError when the definition has no such operation
 */
export function operationUrl(
  definition: ConnectorDefinition,
  { operationId }: Pick<Contract, "operationId">,
): string {
  const { path } = operationNamed(definition, operationId);
  const basePath = definition.basePath.replace(/\/$/, "");
  return `${definition.schemes[0]}://${definition.host}${basePath}${path}`;
}

/** The operation of that id; undefined when the definition has none. */
export function findOperation(
  definition: ConnectorDefinition,
  operationId: string,
): PlacedOperation | undefined {
  return operationsOf(definition).find(({ operation }) => operation.operationId === operationId);
}

/**
 * The operation of that id, which must be there.
 *
 * @throws RangeError when the definition has no such operation
 */
export function operationNamed(
  definition: ConnectorDefinition,
  operationId: string,
): PlacedOperation {
  const found = findOperation(definition, operationId);
  if (!found) {
    throw new RangeError(
      `The definition has no operation "${operationId}". ` +
        `Expected one of: ${operationIds(definition).join(", ")}.`,
    );
  }
  return found;
}
