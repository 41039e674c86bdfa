import type { TableClient, TableEntityResult } from "@azure/data-tables";
import { isRowMissing } from "./storageError";

/** A row of a table; undefined when there is none with these keys. */
export async function readRow<Row extends object>(
  table: TableClient,
  partitionKey: string,
  rowKey: string,
): Promise<TableEntityResult<Row> | undefined> {
  try {
    return await table.getEntity<Row>(partitionKey, rowKey);
  } catch (error) {
    if (isRowMissing(error)) return undefined;
    throw error;
  }
}
