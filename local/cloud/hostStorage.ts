import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { accountIdByName } from "./resources/accountId";
import { blobWriters, requireRole } from "./roleCheck";
import type { WebAppInputs } from "./webAppInputs";

/**
 * Checks that an app's host reaches its storage: it keeps its keys there, and does not start without.
 *
 * @throws AzureError when the storage, the identity or its role is not there.
 */
export function requireHostStorage(
  cloud: Cloud,
  { identity: { userAssignedIdentities } }: WebAppInputs,
  settings: Record<string, string>,
): void {
  const url = settings["AzureWebJobsStorage__blobServiceUri"];
  const clientId = settings["AzureWebJobsStorage__clientId"];
  if (url === undefined || clientId === undefined) {
    throw new AzureError(
      "BadRequest",
      "this stand-in knows host storage by identity only: set AzureWebJobsStorage__blobServiceUri and __clientId.",
    );
  }
  const { accountName } = cloud.storageAccounts.locate(url);
  const identity = userAssignedIdentities
    .map((identityId) => cloud.inventory.get(identityId))
    .find(({ outputs }) => outputs["clientId"] === clientId);
  if (identity === undefined) {
    throw new AzureError(
      "BadRequest",
      `AzureWebJobsStorage__clientId ${clientId} is of no identity that is assigned to the app.`,
    );
  }
  const accountId = accountIdByName(cloud, accountName);
  requireRole(cloud, identity.outputs["principalId"], blobWriters, accountId);
}
