/**
 * What roles allow in queues and tables, by Azure's names without "Microsoft.Storage/storageAccounts/".
 * https://learn.microsoft.com/azure/role-based-access-control/permissions/storage
 */
export const storageActions = [
  "queueServices/queues/read",
  "queueServices/queues/write",
  "queueServices/queues/delete",
  "queueServices/queues/messages/read",
  "queueServices/queues/messages/write",
  "queueServices/queues/messages/delete",
  "queueServices/queues/messages/add/action",
  "queueServices/queues/messages/process/action",
  "tableServices/tables/read",
  "tableServices/tables/write",
  "tableServices/tables/delete",
  "tableServices/tables/entities/read",
  "tableServices/tables/entities/write",
  "tableServices/tables/entities/delete",
  "tableServices/tables/entities/add/action",
  "tableServices/tables/entities/update/action",
  "queueServices/*",
  "tableServices/*",
] as const;

/** One action that a role allows; the last two are for what no data role allows. */
export type StorageAction = (typeof storageActions)[number];

/** What an operation requires: all the actions of one of these lists. */
export type RequiredActions = readonly (readonly StorageAction[])[];

/** What the gate reads of a request. */
export interface StorageRequest {
  /** In capitals; the method that storage acts on. */
  readonly method: string;
  readonly account: string;
  /** The path's segments after the account, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** Whether the request has the header If-Match. */
  readonly hasCondition: boolean;
}
