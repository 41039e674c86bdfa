import { storageActions, type StorageAction } from "../storage/gate/storageAction";
import { isWithin, type Inventory, type Item } from "./inventory";

/** A role that opens storage. */
interface StorageRole {
  /** Id of its definition. */
  readonly id: string;
  /** What it allows in blobs, queues and tables. */
  readonly actions: readonly StorageAction[];
}

/**
 * Roles that open storage, as far as the emulator knows them.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
 */
const storageRoles = {
  "Storage Blob Data Owner": {
    id: "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    actions: storageActions.filter((action) => action.startsWith("blobServices/containers/")),
  },
  "Storage Blob Data Contributor": {
    id: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    actions: [
      "blobServices/containers/read",
      "blobServices/containers/write",
      "blobServices/containers/delete",
      "blobServices/containers/blobs/read",
      "blobServices/containers/blobs/write",
      "blobServices/containers/blobs/delete",
    ],
  },
  "Storage Blob Data Reader": {
    id: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
    actions: ["blobServices/containers/read", "blobServices/containers/blobs/read"],
  },
  "Storage Queue Data Contributor": {
    id: "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
    actions: [
      "queueServices/queues/read",
      "queueServices/queues/write",
      "queueServices/queues/delete",
      "queueServices/queues/messages/read",
      "queueServices/queues/messages/write",
      "queueServices/queues/messages/delete",
      "queueServices/queues/messages/process/action",
    ],
  },
  "Storage Queue Data Message Processor": {
    id: "8a0f0c08-91a1-4084-bc3d-661d67233fed",
    actions: ["queueServices/queues/messages/read", "queueServices/queues/messages/process/action"],
  },
  "Storage Queue Data Message Sender": {
    id: "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a",
    actions: ["queueServices/queues/messages/add/action"],
  },
  "Storage Queue Data Reader": {
    id: "19e7f393-937e-4f77-808e-94535e297925",
    actions: ["queueServices/queues/read", "queueServices/queues/messages/read"],
  },
  "Storage Table Data Contributor": {
    id: "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
    actions: [
      "tableServices/tables/read",
      "tableServices/tables/write",
      "tableServices/tables/delete",
      "tableServices/tables/entities/read",
      "tableServices/tables/entities/write",
      "tableServices/tables/entities/delete",
      "tableServices/tables/entities/add/action",
      "tableServices/tables/entities/update/action",
    ],
  },
  "Storage Table Data Reader": {
    id: "76199698-9eea-4c19-bc75-cec21354c6b6",
    actions: ["tableServices/tables/read", "tableServices/tables/entities/read"],
  },
} as const satisfies Record<string, StorageRole>;

/** Name of a role that opens storage. */
export type StorageRoleName = keyof typeof storageRoles;

const roleNames = Object.keys(storageRoles) as StorageRoleName[];

/**
 * The roles that a principal has on a resource, by an assignment there or above.
 *
 * @param atMs When they hold in storage, in milliseconds since 1970; Infinity for all that are assigned.
 */
export function rolesOn(
  inventory: Inventory,
  principalId: unknown,
  resourceId: string,
  atMs: number,
): readonly StorageRoleName[] {
  const roleIds = inventory
    .ofType("azure-native:authorization:RoleAssignment")
    .filter(({ inputs }) => inputs["principalId"] === principalId)
    .filter(({ hidden }) => holdsFromMs(hidden) <= atMs)
    .filter(({ inputs }) => isWithin(resourceId, String(inputs["scope"])))
    .map(({ inputs }) => String(inputs["roleDefinitionId"]).toLowerCase());
  return roleNames.filter((name) =>
    roleIds.some((roleId) => roleId.endsWith(storageRoles[name].id)),
  );
}

/** What roles allow in blobs, queues and tables. */
export function actionsOf(roles: readonly StorageRoleName[]): ReadonlySet<StorageAction> {
  return new Set(roles.flatMap((name): readonly StorageAction[] => storageRoles[name].actions));
}

/** When a role assignment begins to hold in storage, in milliseconds since 1970; at once, unless it says otherwise. */
function holdsFromMs({ holdsFrom }: Item["hidden"]): number {
  return typeof holdsFrom === "number" ? holdsFrom : 0;
}
