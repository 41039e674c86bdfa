import type { IncomingHttpHeaders } from "node:http";

/**
 * What a role for the control plane allows too, such as Owner of the subscription: Azure lists these under
 * "actions". Names are Azure's, without "Microsoft.Storage/storageAccounts/".
 * https://learn.microsoft.com/azure/role-based-access-control/permissions/storage
 */
export const controlActions = [
  "blobServices/read",
  "blobServices/write",
  "blobServices/containers/read",
  "blobServices/containers/write",
  "blobServices/containers/delete",
  "queueServices/queues/read",
  "queueServices/queues/write",
  "queueServices/queues/delete",
  "tableServices/tables/read",
  "tableServices/tables/write",
  "tableServices/tables/delete",
] as const;

/** What only roles for data allow: Azure lists these under "dataActions", in the same place. */
const dataActions = [
  "blobServices/containers/blobs/read",
  "blobServices/containers/blobs/write",
  "blobServices/containers/blobs/delete",
  "blobServices/containers/blobs/filter/action",
  "blobServices/containers/blobs/permanentDelete/action",
  "blobServices/containers/blobs/immutableStorage/runAsSuperUser/action",
  "blobServices/containers/blobs/tags/read",
  "blobServices/containers/blobs/tags/write",
  "queueServices/queues/messages/read",
  "queueServices/queues/messages/write",
  "queueServices/queues/messages/delete",
  "queueServices/queues/messages/add/action",
  "queueServices/queues/messages/process/action",
  "tableServices/tables/entities/read",
  "tableServices/tables/entities/write",
  "tableServices/tables/entities/delete",
  "tableServices/tables/entities/add/action",
  "tableServices/tables/entities/update/action",
] as const;

/** What operations require. The last three are for what nobody's role allows here. */
export const storageActions = [
  ...controlActions,
  ...dataActions,
  "blobServices/*",
  "queueServices/*",
  "tableServices/*",
] as const;

/** One action of {@link storageActions}. */
export type StorageAction = (typeof storageActions)[number];

/** What an operation requires: all the actions of one of these lists. Without a list, nobody may do it here. */
export type RequiredActions = readonly (readonly StorageAction[])[];

/** What the gate reads of a request. */
export interface StorageRequest {
  /** In capitals; the method that storage acts on. */
  readonly method: string;
  readonly account: string;
  /** The path's segments after the account, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<IncomingHttpHeaders>;
}
