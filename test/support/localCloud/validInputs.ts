import type { Wire } from "../../../providers/rest/wire";
import type { TypeName } from "./engine";

export const location = "westeurope";
export const group = "rg-sample";
export const groupId = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${group}`;
export const roles = {
  blobOwner: "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
  blobContributor: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  blobReader: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
  queueContributor: "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
  queueSender: "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a",
  tableContributor: "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
  tableReader: "76199698-9eea-4c19-bc75-cec21354c6b6",
} as const;

export const flexSku = { name: "FC1", tier: "FlexConsumption" };
export const consumptionSku = { name: "Y1", tier: "Dynamic" };
/** Inputs that Azure takes, of one resource of each type. */
export const valid: Record<TypeName, Wire> = {
  ResourceGroup: { resourceGroupName: group, location },
  UserAssignedIdentity: { resourceGroupName: group, location, resourceName: "id-app" },
  Workspace: {
    resourceGroupName: group,
    location,
    workspaceName: "log-sample",
    sku: { name: "PerGB2018" },
    retentionInDays: 30,
  },
  Component: {
    resourceGroupName: group,
    location,
    resourceName: "appi-sample",
    kind: "web",
    applicationType: "web",
    workspaceResourceId: `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log-sample`,
  },
  StorageAccount: {
    resourceGroupName: group,
    location,
    accountName: "stsample",
    kind: "StorageV2",
    sku: { name: "Standard_LRS" },
  },
  BlobContainer: {
    resourceGroupName: group,
    accountName: "stsample",
    containerName: "packages",
    publicAccess: "None",
  },
  RoleAssignment: {
    principalId: "11111111-1111-4111-8111-111111111111",
    roleDefinitionId: `${groupId.slice(0, 51)}/providers/Microsoft.Authorization/roleDefinitions/${roles.blobOwner}`,
    scope: groupId,
  },
  AppServicePlan: {
    resourceGroupName: group,
    location,
    name: "plan-sample",
    kind: "functionapp",
    reserved: true,
    sku: { name: "FC1", tier: "FlexConsumption" },
  },
  WebApp: {
    resourceGroupName: group,
    location,
    name: "func-sample",
    kind: "functionapp,linux",
    reserved: true,
    serverFarmId: `${groupId}/providers/Microsoft.Web/serverfarms/plan-sample`,
    httpsOnly: true,
    identity: { type: "UserAssigned", userAssignedIdentities: [`${groupId}/an/identity`] },
    siteConfig: {
      appSettings: [{ name: "A", value: "b" }],
      cors: { allowedOrigins: ["https://a"] },
    },
  },
  RandomId: { byteLength: 4, keepers: { version: "1" }, prefix: "a-" },
  RandomPassword: { length: 48, special: false, keepers: { version: "1" } },
};
export const typeNames = Object.keys(valid) as TypeName[];
