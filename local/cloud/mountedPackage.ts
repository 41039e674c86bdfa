import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { accountIdByName } from "./resources/accountId";
import { blobReaders, requireRole } from "./roleCheck";

/**
 * Reads the package that an app on Consumption mounts from its address, as the app's identity.
 *
 * @throws AzureError when the identity may not read it, or it is not there.
 */
export async function readMountedPackage(
  cloud: Cloud,
  settings: Record<string, string>,
): Promise<Buffer> {
  const url = settings["WEBSITE_RUN_FROM_PACKAGE"] ?? "";
  const { accountName, containerName, blobName } = cloud.storageAccounts.locate(url);
  const identity = cloud.inventory.get(
    String(settings["WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID"]),
  );
  const containerId = `${accountIdByName(cloud, accountName)}/blobServices/default/containers/${containerName}`;
  requireRole(cloud, identity.outputs["principalId"], blobReaders, containerId);
  const container = cloud.storageAccounts.blobs(accountName).getContainerClient(containerName);
  const blob = container.getBlobClient(blobName);
  if (await blob.exists()) return blob.downloadToBuffer();
  throw new AzureError("BlobNotFound", `The package ${url} does not exist.`);
}
