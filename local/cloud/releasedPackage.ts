import type { BlockBlobClient } from "@azure/storage-blob";
import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { accountIdByName } from "./resources/accountId";
import { blobWriters, requireRole } from "./roleCheck";
import type { WebAppInputs } from "./webAppInputs";

/** Reads the package that a Flex Consumption app was last given, if any, as the app's identity. */
export async function readReleasedPackage(
  cloud: Cloud,
  app: WebAppInputs,
): Promise<Buffer | undefined> {
  const blob = releasedPackage(cloud, app);
  return (await blob.exists()) ? blob.downloadToBuffer() : undefined;
}

/** Keeps the package that a Flex Consumption app runs from. */
export async function releasePackage(
  cloud: Cloud,
  app: WebAppInputs,
  packageZip: Buffer,
): Promise<void> {
  await releasedPackage(cloud, app).uploadData(packageZip);
}

function releasedPackage(cloud: Cloud, app: WebAppInputs): BlockBlobClient {
  const storage = app.functionAppConfig?.deployment?.storage;
  if (storage === undefined) {
    throw new AzureError(
      "BadRequest",
      "The local stand-in deploys code by onedeploy to Flex Consumption apps only.",
    );
  }
  const { accountName, containerName } = cloud.storageAccounts.locate(storage.value);
  const identity = cloud.inventory.get(
    String(storage.authentication.userAssignedIdentityResourceId),
  );
  requireRole(
    cloud,
    identity.outputs["principalId"],
    blobWriters,
    accountIdByName(cloud, accountName),
  );
  const container = cloud.storageAccounts.blobs(accountName).getContainerClient(containerName);
  return container.getBlockBlobClient("released-package.zip");
}
