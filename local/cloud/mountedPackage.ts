import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { accountIdByName, containerId } from "./resources/accountId";
import { blobReaders, requireAssignedRole, requireHeldRole } from "./roleCheck";

/**
 * Reads the package that an app on Consumption mounts from its address, as the app's identity.
 *
 * @returns undefined while the role of the identity does not hold yet: Azure mounts the package later.
 * @throws AzureError when the identity has no role, or the package is not there.
 */
export async function readMountedPackage(
  cloud: Cloud,
  settings: Record<string, string>,
): Promise<Buffer | undefined> {
  const url = mountedAddress(settings);
  const { accountName, containerName, blobName } = cloud.storageAccounts.locate(url);
  const identity = cloud.inventory.get(
    String(settings["WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID"]),
  );
  const scope = containerId(accountIdByName(cloud, accountName), containerName);
  const { principalId } = identity.outputs;
  requireAssignedRole(cloud, principalId, blobReaders, scope);
  const container = cloud.storageAccounts.blobs(accountName).getContainerClient(containerName);
  const blob = container.getBlobClient(blobName);
  if (!(await blob.exists())) {
    throw new AzureError("BlobNotFound", `The package ${url} does not exist.`);
  }
  try {
    requireHeldRole(cloud, principalId, blobReaders, scope);
  } catch {
    return undefined;
  }
  return blob.downloadToBuffer();
}

/** Address of the package that an app on Consumption mounts. */
export function mountedAddress(settings: Record<string, string>): string {
  return settings["WEBSITE_RUN_FROM_PACKAGE"] ?? "";
}
