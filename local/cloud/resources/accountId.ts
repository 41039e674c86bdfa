import { AzureError } from "../azureError";
import type { Cloud } from "../cloud";
import type { Item } from "../inventory";
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

/**
 * The same, for operations that the provider performs with the account's key.
 *
 * @throws AzureError when the account refuses keys.
 */
export function accountIdForKey(cloud: Cloud, reference: AccountReference): string {
  const id = accountId(cloud, reference);
  requireKeyAccess(cloud.inventory.get(id));
  return id;
}

/** @throws AzureError when a storage account refuses keys, and signatures made with them. */
export function requireKeyAccess({ inputs }: Item): void {
  if (inputs["allowSharedKeyAccess"] !== false) return;
  throw new AzureError(
    "KeyBasedAuthenticationNotPermitted",
    `Key based authentication is not permitted on the storage account '${String(inputs["accountName"])}'.`,
  );
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
