import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { deployer } from "../../identity/deployer";
import { AzureError } from "../azureError";
import type { Inventory } from "../inventory";
import { defineResourceType } from "../resourceType";

const schema = v.looseObject({
  roleAssignmentName: v.pipe(v.string(), v.uuid("a role assignment's name is a GUID")),
  principalId: v.pipe(v.string(), v.uuid("a principal's id is a GUID")),
  principalType: v.optional(v.string()),
  roleDefinitionId: v.pipe(
    v.string(),
    v.regex(/\/providers\/Microsoft\.Authorization\/roleDefinitions\/[0-9a-f-]{36}$/i),
  ),
  scope: v.pipe(v.string(), v.startsWith("/subscriptions/")),
});

export const roleAssignment = defineResourceType({
  schema,
  replaceOnChanges: ["roleAssignmentName", "principalId", "roleDefinitionId", "scope"],
  isNamedApart: true,
  defaults: () => ({ roleAssignmentName: randomUUID() }),
  identify: ({ scope, roleAssignmentName }) =>
    `${scope}/providers/Microsoft.Authorization/roleAssignments/${roleAssignmentName}`,
  put: async ({ scope, principalId, roleDefinitionId }, cloud, id, existing) => {
    const { inventory, subscriptionId, delays } = cloud;
    if (scope.toLowerCase() !== `/subscriptions/${subscriptionId}`) inventory.get(scope);
    if (!isKnown(inventory, principalId)) {
      throw new AzureError(
        "PrincipalNotFound",
        `Principal ${principalId} does not exist in the directory.`,
      );
    }
    const twin = inventory
      .ofType("azure-native:authorization:RoleAssignment")
      .find(
        ({ id: other, inputs }) =>
          !isSame(other, id) &&
          isSame(inputs["principalId"], principalId) &&
          isSame(roleIdOf(inputs["roleDefinitionId"]), roleIdOf(roleDefinitionId)) &&
          isSame(inputs["scope"], scope),
      );
    if (twin !== undefined) {
      throw new AzureError("RoleAssignmentExists", "The role assignment already exists.");
    }
    return {
      outputs: { name: id.split("/").at(-1), type: "Microsoft.Authorization/roleAssignments" },
      hidden: existing?.hidden ?? { holdsFrom: delays.endMs("roleHolds") },
    };
  },
});

/** The GUID of a role, which is the same wherever its definition is read. */
function roleIdOf(roleDefinitionId: unknown): string | undefined {
  return String(roleDefinitionId).split("/").at(-1);
}

/** Azure compares ids without regard to case. */
function isSame(left: unknown, right: unknown): boolean {
  return String(left).toLowerCase() === String(right).toLowerCase();
}

function isKnown(inventory: Inventory, principalId: string): boolean {
  const identities = inventory.ofType("azure-native:managedidentity:UserAssignedIdentity");
  return (
    principalId === deployer.principalId ||
    identities.some(({ outputs }) => outputs["principalId"] === principalId)
  );
}
