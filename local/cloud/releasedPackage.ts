import type { BlockBlobClient } from "@azure/storage-blob";
import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { accountIdByName } from "./resources/accountId";
import { blobWriters, requireAssignedRole, requireHeldRole, type RoleCheck } from "./roleCheck";
import type { WebAppInputs } from "./webAppInputs";

/**
 * The blob in which a Flex Consumption app keeps the package that it runs; it may not exist yet.
 *
 * @throws AzureError when the app's identity may not write there, or its container does not exist.
 */
export async function releasedPackage(cloud: Cloud, app: WebAppInputs): Promise<BlockBlobClient> {
  return packageBlob(cloud, app, requireHeldRole);
}

/**
 * Reads the package that a Flex Consumption app was last deployed with, if any. The platform has it at hand, so the
 * role of the app's identity need not hold yet.
 */
export async function readReleasedPackage(
  cloud: Cloud,
  app: WebAppInputs,
): Promise<Buffer | undefined> {
  const blob = await packageBlob(cloud, app, requireAssignedRole);
  return (await blob.exists()) ? blob.downloadToBuffer() : undefined;
}

async function packageBlob(
  cloud: Cloud,
  app: WebAppInputs,
  requireRole: RoleCheck,
): Promise<BlockBlobClient> {
  const storage = app.functionAppConfig?.deployment?.storage;
  if (storage === undefined) {
    throw new AzureError(
      "BadRequest",
      "The local emulator keeps the packages of Flex Consumption apps only.",
    );
  }
  const { accountName, containerName } = cloud.storageAccounts.locate(storage.value);
  const accountId = accountIdByName(cloud, accountName);
  const identity = cloud.inventory.get(
    String(storage.authentication.userAssignedIdentityResourceId),
  );
  requireRole(cloud, identity.outputs["principalId"], blobWriters, accountId);
  const container = cloud.storageAccounts.blobs(accountName).getContainerClient(containerName);
  if (!(await container.exists())) {
    throw new AzureError("ContainerNotFound", `The container '${containerName}' does not exist.`);
  }
  return container.getBlockBlobClient("released-package.zip");
}
