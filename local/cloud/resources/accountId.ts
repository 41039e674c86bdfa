import { AzureError } from "../azureError";
import type { Cloud } from "../cloud";
import { idInGroup } from "./inGroup";

/** What names a storage account. */
interface AccountReference {
  resourceGroupName: string;
  accountName: string;
}

/**
 * Id of a storage account.
 *
 * @throws AzureError when it does not exist.
 */
export function accountId(
  cloud: Cloud,
  { resourceGroupName, accountName }: AccountReference,
): string {
  const id = idInGroup(
    cloud,
    resourceGroupName,
    `Microsoft.Storage/storageAccounts/${accountName}`,
  );
  return cloud.inventory.get(id).id;
}

/** Id of a container of the account with the given id. */
export function containerId(idOfAccount: string, containerName: string): string {
  return `${idOfAccount}/blobServices/default/containers/${containerName}`;
}

/** Id of the storage account of that name, which is unique in the world. */
export function accountIdByName({ inventory }: Cloud, name: string): string {
  const account = inventory
    .ofType("azure-native:storage:StorageAccount")
    .find(({ inputs }) => inputs["accountName"] === name);
  if (account === undefined) {
    throw new AzureError("ResourceNotFound", `The storage account '${name}' was not found.`);
  }
  return account.id;
}
