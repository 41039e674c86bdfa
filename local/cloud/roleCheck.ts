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

/** Checks that an identity may do something with a resource. @throws AzureError when it may not */
export type RoleCheck = (
  cloud: Cloud,
  principalId: unknown,
  anyOf: readonly StorageRoleName[],
  resourceId: string,
) => void;

/**
 * Checks that an identity has a role, as storage does: the role must hold.
 *
 * @throws AzureError as storage says it.
 */
export const requireHeldRole: RoleCheck = (cloud, principalId, anyOf, resourceId) => {
  if (has(cloud, principalId, anyOf, resourceId, cloud.delays.now())) return;
  throw new AzureError(
    "AuthorizationPermissionMismatch",
    "This request is not authorized to perform this operation using this permission.",
  );
};

/**
 * Checks that an identity was assigned a role, which may not hold yet. Azure does not check: an app without its
 * roles is made, and its host fails for good.
 *
 * @throws AzureError that names the missing role and its scope.
 */
export const requireAssignedRole: RoleCheck = (cloud, principalId, anyOf, resourceId) => {
  if (has(cloud, principalId, anyOf, resourceId, Number.POSITIVE_INFINITY)) return;
  throw new AzureError(
    "AuthorizationPermissionMismatch",
    `The app's identity ${String(principalId)} has none of the roles ${anyOf.join(", ")} on ${resourceId}. ` +
      `Assign one before the app is made: an app that starts without its roles fails.`,
  );
};

function has(
  { inventory }: Cloud,
  principalId: unknown,
  anyOf: readonly StorageRoleName[],
  resourceId: string,
  atMs: number,
): boolean {
  return rolesOn(inventory, principalId, resourceId, atMs).some((role) => anyOf.includes(role));
}
