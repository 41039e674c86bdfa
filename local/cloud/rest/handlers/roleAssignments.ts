import * as v from "valibot";
import type { Cloud } from "../../cloud";
import type { Item } from "../../inventory";
import { putResource, removeResource } from "../../resourceChanges";
import { typeNamed } from "../../resourceTypes";
import { RestError, type Answer } from "../answer";
import { readBody } from "../readBody";
import type { RestCall } from "../route";
import { requireScope } from "../scope";

const token = "azure-native:authorization:RoleAssignment";

const bodySchema = v.looseObject({
  properties: v.looseObject({
    roleDefinitionId: v.string(),
    principalId: v.string(),
    principalType: v.optional(v.string()),
  }),
});

/** https://learn.microsoft.com/rest/api/authorization/role-assignments/create */
export async function putRoleAssignment(call: RestCall): Promise<Answer> {
  const { cloud, path } = call;
  const { scope = "", name: roleAssignmentName = "" } = path;
  requireScope(cloud, scope);
  const { properties } = readBody(call, bodySchema);
  const { roleDefinitionId, principalId, principalType } = properties;
  const existing = find(cloud, path);
  if (existing !== undefined) {
    const { inputs } = existing;
    if (inputs["principalId"] !== principalId || inputs["roleDefinitionId"] !== roleDefinitionId) {
      throw new RestError(
        400,
        "RoleAssignmentUpdateNotPermitted",
        "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
      );
    }
    return { status: 200, body: describe(existing) };
  }
  const inputs = { roleAssignmentName, scope, roleDefinitionId, principalId, principalType };
  const resource = typeNamed(token).accept(inputs);
  const id = resource.identify(cloud);
  await putResource(cloud, { id, token, resource, inputs });
  return { status: 201, body: describe(cloud.inventory.get(id)) };
}

export function getRoleAssignment({ cloud, path }: RestCall): Answer {
  const item = find(cloud, path);
  if (item !== undefined) return { status: 200, body: describe(item) };
  requireScope(cloud, path["scope"] ?? "");
  throw new RestError(
    404,
    "RoleAssignmentNotFound",
    `The role assignment '${path["name"]}' is not found.`,
  );
}

export async function deleteRoleAssignment({ cloud, path }: RestCall): Promise<Answer> {
  const item = find(cloud, path);
  if (item === undefined) return { status: 204 };
  await removeResource(cloud, item.id);
  return { status: 200, body: describe(item) };
}

function find({ inventory }: Cloud, { scope, name }: RestCall["path"]): Item | undefined {
  return inventory.find(`${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`);
}

function describe({ id, inputs }: Item): unknown {
  const { roleAssignmentName, ...properties } = inputs;
  return {
    id,
    name: roleAssignmentName,
    type: "Microsoft.Authorization/roleAssignments",
    properties,
  };
}
