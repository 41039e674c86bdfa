import type { ConnectorDefinition } from "./swagger";

/** The ids of a definition's operations, in the order they were registered. */
export function operationIds(definition: ConnectorDefinition): string[] {
  return addressed(definition).map(({ operationId }) => operationId);
}

/**
 * The absolute URL of an operation on the definition's host, without a key.
 *
 * @throws RangeError when the definition has no such operation
 */
export function operationUrl(definition: ConnectorDefinition, operationId: string): string {
  const found = addressed(definition).find((operation) => operation.operationId === operationId);
  if (!found) {
    throw new RangeError(
      `The definition has no operation "${operationId}". ` +
        `Expected one of: ${operationIds(definition).join(", ")}.`,
    );
  }
  const basePath = definition.basePath.replace(/\/$/, "");
  return `${definition.schemes[0]}://${definition.host}${basePath}${found.path}`;
}

function addressed({ paths }: ConnectorDefinition): { operationId: string; path: string }[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).map(({ operationId }) => ({ operationId, path })),
  );
}
