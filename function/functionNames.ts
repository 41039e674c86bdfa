import type { Connector } from "./contract/connector";
import { functionNameOf } from "./contract/contract";
import { PUBLISHED_DOCUMENTS } from "./http/publishedDocuments";

/** The names of all functions that an app with this connector registers. */
export function functionNamesOf({ operations, queueWorkers }: Connector): string[] {
  return [
    ...operations.map(({ contract }) => functionNameOf(contract)),
    ...queueWorkers.map(({ name }) => name),
    ...PUBLISHED_DOCUMENTS.map(({ functionName }) => functionName),
  ];
}
