import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { rolesOn, type StorageRoleName } from "./storageRoles";

/** The roles that let an identity write blobs. */
export const blobWriters: readonly StorageRoleName[] = [
  "Storage Blob Data Owner",
  "Storage Blob Data Contributor",
];

/** The roles that let an identity read blobs. */
export const blobReaders: readonly StorageRoleName[] = [...blobWriters, "Storage Blob Data Reader"];

/** The roles that let an identity do anything with queues. */
export const queueUsers: readonly StorageRoleName[] = [
  "Storage Queue Data Contributor",
  "Storage Queue Data Message Processor",
  "Storage Queue Data Message Sender",
  "Storage Queue Data Reader",
];

/** The roles that let an identity do anything with tables. */
export const tableUsers: readonly StorageRoleName[] = [
  "Storage Table Data Contributor",
  "Storage Table Data Reader",
];

/**
 * Checks that an identity may do something with a resource.
 *
 * @throws AzureError that names the missing role and its scope.
 */
export function requireRole(
  { inventory }: Cloud,
  principalId: unknown,
  anyOf: readonly StorageRoleName[],
  resourceId: string,
): void {
  const granted = rolesOn(inventory, principalId, resourceId);
  if (granted.some((role) => anyOf.includes(role))) return;
  throw new AzureError(
    "AuthorizationPermissionMismatch",
    `The app's identity ${String(principalId)} has none of the roles ${anyOf.join(", ")} on ${resourceId}. ` +
      `Assign one before the app is made: an app that starts without its roles fails.`,
  );
}
