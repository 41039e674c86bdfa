import * as v from "valibot";
import { beginHostStart } from "../appHost";
import { AzureError, messageOf } from "../azureError";
import type { Cloud } from "../cloud";
import type { Delays } from "../delays/delays";
import { releasedPackage } from "../releasedPackage";
import { webAppSchema } from "../webAppInputs";
import type { Deployment } from "./deployment";

/**
 * Brings a package into a Flex Consumption app: checks the deployment container, starts the app with the package, and
 * keeps it in the container. The deployment ends as failed rather than that this throws.
 */
export async function publish(
  cloud: Cloud,
  appId: string,
  packageZip: Uint8Array,
  deployment: Deployment,
): Promise<void> {
  try {
    const app = cloud.inventory.get(appId);
    deployment.write("[Kudu-ValidationStep] starting.");
    const kept = await releasedPackage(cloud, v.parse(webAppSchema, app.inputs));
    // A package that does not load is not kept: a restart returns to the previous one.
    await cloud.functionApps.deploy(appId, packageZip);
    beginHostStart(cloud, appId, Math.max(cloud.delays.now(), deployment.endsFromMs));
    deployment.write("[Kudu-UploadPackageStep] starting.");
    await kept.uploadData(packageZip);
    await cloud.storageAccounts.save();
    deployment.write("[Kudu-UploadPackageStep] completed.");
    deployment.succeed();
  } catch (error) {
    deployment.fail(statusText(cloud.delays, error, deployment));
    if (!(error instanceof AzureError)) {
      process.stderr.write(`${appId}, scm: ${messageOf(error)}\n`);
    }
  }
}

/** What storage says to the platform as long as the app's identity has no role there that holds. */
const forbidden =
  "Response status code does not indicate success: 403 (This request is not authorized to perform this operation using this permission.).";

const inaccessible =
  "InaccessibleStorageException: Failed to access storage account for deployment: BlobUploadFailedException: Failed to upload blob to storage account: ";

/**
 * What a failed deployment says of itself.
 * https://github.com/Azure/azure-functions-core-tools/issues/4346, https://github.com/Azure/azure-dev/issues/8026
 */
function statusText(delays: Delays, error: unknown, deployment: Deployment): string {
  const reason = error instanceof AzureError ? error.reason : messageOf(error);
  const code = error instanceof AzureError ? error.code : "";
  if (code === "AuthorizationPermissionMismatch") {
    const uploadFailed = `Failed to upload because Azure Storage responded with Forbidden : ${forbidden}`;
    deployment.write(uploadFailed);
    return delays.pick("roleHolds", [uploadFailed, `${inaccessible}${forbidden}`]);
  }
  deployment.write(`Error: ${reason}`);
  return code === "ContainerNotFound"
    ? `${inaccessible}Response status code does not indicate success: 404 (The specified container does not exist.).`
    : `Package deployment failed. ${reason}`;
}
