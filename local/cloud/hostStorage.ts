import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { accountIdByName } from "./resources/accountId";
import { blobWriters, queueUsers, tableUsers, type RoleCheck } from "./roleCheck";
import type { StorageRoleName } from "./storageRoles";
import type { WebAppInputs } from "./webAppInputs";

/** Settings that name a service of the host's storage, and the roles that open it. */
const services: Readonly<Record<string, readonly StorageRoleName[]>> = {
  AzureWebJobsStorage__blobServiceUri: blobWriters,
  AzureWebJobsStorage__queueServiceUri: queueUsers,
  AzureWebJobsStorage__tableServiceUri: tableUsers,
};

/**
 * Checks that an app's host reaches its storage: it keeps its keys there, and does not start without. Queues and
 * tables are checked where the settings name them.
 *
 * @param requireRole Whether its roles must hold, or only be assigned.
 * @throws AzureError when the storage, the identity or its role is not there.
 */
export function requireHostStorage(
  cloud: Cloud,
  { identity: { userAssignedIdentities } }: WebAppInputs,
  settings: Record<string, string>,
  requireRole: RoleCheck,
): void {
  const url = settings["AzureWebJobsStorage__blobServiceUri"];
  const clientId = settings["AzureWebJobsStorage__clientId"];
  if (url === undefined || clientId === undefined) {
    throw new AzureError(
      "BadRequest",
      "the emulator supports host storage by identity only: set AzureWebJobsStorage__blobServiceUri and __clientId.",
    );
  }
  const identity = userAssignedIdentities
    .map((identityId) => cloud.inventory.get(identityId))
    .find(({ outputs }) => outputs["clientId"] === clientId);
  if (identity === undefined) {
    throw new AzureError(
      "BadRequest",
      `AzureWebJobsStorage__clientId ${clientId} does not belong to an identity that is assigned to the app.`,
    );
  }
  for (const [setting, roles] of Object.entries(services)) {
    const serviceUri = settings[setting];
    if (serviceUri === undefined) continue;
    const { accountName } = cloud.storageAccounts.locate(serviceUri);
    requireSameAccount(settings, setting, accountName);
    const accountId = accountIdByName(cloud, accountName);
    requireRole(cloud, identity.outputs["principalId"], roles, accountId);
  }
}

/** A host that is told the account's name as well takes the addresses of all its services from it. */
function requireSameAccount(
  settings: Record<string, string>,
  setting: string,
  accountName: string,
): void {
  const named = settings["AzureWebJobsStorage__accountName"] ?? accountName;
  if (named === accountName) return;
  throw new AzureError(
    "BadRequest",
    `AzureWebJobsStorage__accountName is '${named}', but ${setting} is in the account '${accountName}'.`,
  );
}
