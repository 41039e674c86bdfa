import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { AzureError } from "../azureError";
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
  put: async ({ scope, principalId, roleDefinitionId }, { inventory }, id) => {
    inventory.get(scope);
    const identities = inventory.ofType("azure-native:managedidentity:UserAssignedIdentity");
    if (!identities.some(({ outputs }) => outputs["principalId"] === principalId)) {
      throw new AzureError(
        "PrincipalNotFound",
        `Principal ${principalId} does not exist in the directory.`,
      );
    }
    const twin = inventory
      .ofType("azure-native:authorization:RoleAssignment")
      .find(
        ({ id: other, inputs }) =>
          other !== id &&
          inputs["principalId"] === principalId &&
          inputs["roleDefinitionId"] === roleDefinitionId &&
          inputs["scope"] === scope,
      );
    if (twin !== undefined) {
      throw new AzureError("RoleAssignmentExists", "The role assignment already exists.");
    }
    return {
      outputs: { name: id.split("/").at(-1), type: "Microsoft.Authorization/roleAssignments" },
    };
  },
});
