import { operationName } from "../document/operations";
import { swaggerOperations } from "../document/swaggerOperations";
import type { SwaggerDocument } from "../document/swaggerDocument";
import { baseUrlOf, collectionInfo, kindOf, requestItem } from "./collection";
import type { Collection } from "./collectionTypes";
import { examplesOf } from "./examples";
import type { RequestSource } from "./request";
import { toVersion1, type CollectionV1 } from "./toVersion1";

/** An operation that a collection to import does not have. */
export interface SkippedOperation {
  /** Its operationId, or method and path. */
  readonly operation: string;
  /** Why it is skipped. */
  readonly message: string;
}

/** A collection to import, and the operations that cannot be imported. */
export interface ImportCollection {
  readonly collection: CollectionV1;
  readonly skipped: readonly SkippedOperation[];
}

const SKIPPED_MESSAGES = {
  trigger: "It is a trigger, and Power Platform would make an action of it.",
  internal: "It is internal, and Power Platform would show it to makers as an action.",
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
      if (kind === "action") return [];
      return [{ operation: operationName(operation), message: SKIPPED_MESSAGES[kind] }];
    }),
  };
}
