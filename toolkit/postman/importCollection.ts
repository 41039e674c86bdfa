import type { Method } from "../document/methods";
import { operationName } from "../document/operations";
import { swaggerOperations, type SwaggerOperation } from "../document/swaggerOperations";
import type { SwaggerDocument } from "../document/swaggerDocument";
import { jsonPathOf } from "../source/jsonPath";
import type { Reported } from "../text/reported";
import { baseUrlOf, collectionInfo, kindOf, requestItem } from "./collection";
import type { Collection } from "./collectionTypes";
import { examplesOf } from "./examples";
import type { RequestSource } from "./request";
import { toVersion1, type CollectionV1 } from "./toVersion1";

/** An operation that a collection to import does not have, and why. */
export interface SkippedOperation extends Reported {
  readonly severity: "warning";
  readonly method: Method;
  /** Its key among the definition's paths. */
  readonly route: string;
  readonly operationId?: string;
}

/** A collection to import, and the operations that cannot be imported. */
export interface ImportCollection {
  readonly collection: CollectionV1;
  readonly skipped: readonly SkippedOperation[];
}

const SKIPPED_REASONS = {
  trigger: "is a trigger, and Power Platform would make an action of it",
  internal: "is internal, and Power Platform would show it to makers as an action",
} as const;

/**
 * The Postman collection, format v1, that Power Platform makes a connector of ("Import a Postman
 * collection"). As Microsoft's documentation has it, the wizard takes the host from the address,
 * the operation from the request's name, its types from the first example, and no authentication.
 * It makes an action of every request, so triggers and internal operations are skipped.
 *
 * @throws Error when a reference in the definition leads nowhere
 */
export async function importCollectionOf(document: SwaggerDocument): Promise<ImportCollection> {
  const source: RequestSource = {
    document,
    examples: examplesOf(document, "import"),
    purpose: "import",
    baseUrl: baseUrlOf(document),
  };
  const operations = swaggerOperations(document);
  const actions = operations.filter((operation) => kindOf(operation) === "action");
  const collection: Collection = {
    info: collectionInfo(document),
    item: actions.map((operation) => {
      const item = requestItem(source, operation, operationName(operation));
      const succeeded = item.response.filter(({ code, body }) => code < 300 && body !== "");
      return { ...item, response: succeeded.slice(0, 1) };
    }),
  };
  return {
    collection: await toVersion1(collection),
    skipped: operations.flatMap((operation) => {
      const kind = kindOf(operation);
      return kind === "action" ? [] : [skippedOperation(operation, SKIPPED_REASONS[kind])];
    }),
  };
}

function skippedOperation(operation: SwaggerOperation, reason: string): SkippedOperation {
  const { operationId } = operation.node;
  return {
    severity: "warning",
    path: jsonPathOf(operation.path),
    method: operation.method,
    route: operation.pathItem.name,
    ...(operationId !== undefined && { operationId }),
    message: `${operationName(operation)} ${reason}.`,
    fix: "To have it in the connector, import the definition instead.",
  };
}
