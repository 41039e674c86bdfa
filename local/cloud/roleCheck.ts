import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { isWithin } from "./inventory";

/**
 * Roles that open blobs.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
 */
const blobRoles = {
  "Storage Blob Data Owner": "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
  "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
} as const;

type BlobRole = keyof typeof blobRoles;

/** The roles that let an identity write blobs. */
export const blobWriters: readonly BlobRole[] = [
  "Storage Blob Data Owner",
  "Storage Blob Data Contributor",
];
/** The roles that let an identity read blobs. */
export const blobReaders: readonly BlobRole[] = [...blobWriters, "Storage Blob Data Reader"];

/**
 * Checks that an identity may do something with a resource.
 *
 * @throws AzureError that says which role is missing where.
 */
export function requireRole(
  { inventory }: Cloud,
  principalId: unknown,
  anyOf: readonly BlobRole[],
  resourceId: string,
): void {
  const isGranted = inventory
    .ofType("azure-native:authorization:RoleAssignment")
    .filter(({ inputs }) => inputs["principalId"] === principalId)
    .filter(({ inputs }) => isWithin(resourceId, String(inputs["scope"])))
    .map(({ inputs }) => String(inputs["roleDefinitionId"]).toLowerCase())
    .some((roleId) => anyOf.some((role) => roleId.endsWith(blobRoles[role])));
  if (isGranted) return;
  throw new AzureError(
    "AuthorizationPermissionMismatch",
    `The app's identity ${String(principalId)} has none of the roles ${anyOf.join(", ")} on ${resourceId}. ` +
      `Assign one before the app is made: an app that starts without its roles fails.`,
  );
}
