import type { Answer } from "../answer";
import type { RestCall } from "../route";
import { requireItem, requireScope } from "../scope";

/** https://learn.microsoft.com/rest/api/storagerp/storage-accounts/get-properties */
export function getStorageAccount({ cloud, path }: RestCall): Answer {
  const group = `/subscriptions/${cloud.subscriptionId}/resourceGroups/${path["group"]}`;
  requireScope(cloud, group);
  const { id, inputs, outputs } = requireItem(
    cloud,
    `${group}/providers/Microsoft.Storage/storageAccounts/${path["account"]}`,
  );
  return {
    status: 200,
    body: {
      id,
      name: inputs["accountName"],
      type: "Microsoft.Storage/storageAccounts",
      kind: inputs["kind"],
      sku: inputs["sku"],
      location: inputs["location"],
      properties: {
        provisioningState: "Succeeded",
        primaryEndpoints: outputs["primaryEndpoints"],
        allowSharedKeyAccess: inputs["allowSharedKeyAccess"] ?? true,
      },
    },
  };
}
