import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";

/**
 * Roles that open blobs.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
 */
const blobRoles = {
  "Storage Blob Data Owner": "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
  "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
} as const;

/** The roles that let an identity read blobs. */
export const blobReaders = Object.keys(blobRoles) as (keyof typeof blobRoles)[];
/** The roles that let an identity write blobs. */
export const blobWriters = blobReaders.slice(0, 2);

/**
 * Checks that an identity may do something with a resource.
 *
 * @throws AzureError that says which role is missing where.
 */
export function requireRole(
  { inventory }: Cloud,
  principalId: unknown,
  anyOf: readonly (keyof typeof blobRoles)[],
  resourceId: string,
): void {
  const granted = inventory
    .ofType("azure-native:authorization:RoleAssignment")
    .some(
      ({ inputs }) =>
        inputs["principalId"] === principalId &&
        resourceId.toLowerCase().startsWith(String(inputs["scope"]).toLowerCase()) &&
        anyOf.some((role) => String(inputs["roleDefinitionId"]).endsWith(blobRoles[role])),
    );
  if (granted) return;
  throw new AzureError(
    "AuthorizationPermissionMismatch",
    `The app's identity ${String(principalId)} has none of the roles ${anyOf.join(", ")} on ${resourceId}. ` +
      `Assign one before the app is made: an app that starts without its roles fails.`,
  );
}
