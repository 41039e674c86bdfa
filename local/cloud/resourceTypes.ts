import type { ResourceType } from "./resourceType";
import { appServicePlan } from "./resources/appServicePlan";
import { blobContainer } from "./resources/blobContainer";
import { userAssignedIdentity } from "./resources/identity";
import { component, workspace } from "./resources/monitoring";
import { randomId } from "./resources/randomId";
import { randomPassword } from "./resources/randomPassword";
import { resourceGroup } from "./resources/resourceGroup";
import { roleAssignment } from "./resources/roleAssignment";
import { storageAccount } from "./resources/storageAccount";
import { webApp } from "./resources/webApp";

/** Every resource type that the emulator supports, by Pulumi's type token. */
const resourceTypes: Readonly<Record<string, ResourceType>> = {
  "azure-native:applicationinsights:Component": component,
  "azure-native:authorization:RoleAssignment": roleAssignment,
  "azure-native:managedidentity:UserAssignedIdentity": userAssignedIdentity,
  "azure-native:operationalinsights:Workspace": workspace,
  "azure-native:resources:ResourceGroup": resourceGroup,
  "azure-native:storage:BlobContainer": blobContainer,
  "azure-native:storage:StorageAccount": storageAccount,
  "azure-native:web:AppServicePlan": appServicePlan,
  "azure-native:web:WebApp": webApp,
  "random:index/randomId:RandomId": randomId,
  "random:index/randomPassword:RandomPassword": randomPassword,
};

/** How a resource type is emulated; undefined if it is not, or not any more: an earlier version may have made some. */
export function findType(token: string): ResourceType | undefined {
  return Object.hasOwn(resourceTypes, token) ? resourceTypes[token] : undefined;
}

/**
 * How a resource type is emulated.
 *
 * @throws Error that lists the supported types, when this one is not among them.
 */
export function typeNamed(token: string): ResourceType {
  const type = findType(token);
  if (type !== undefined) return type;
  throw new Error(
    `The local emulator does not support ${token}. It supports ${Object.keys(resourceTypes).join(", ")}.`,
  );
}
