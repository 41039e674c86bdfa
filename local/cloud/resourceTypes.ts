import type { ResourceType } from "./resourceType";
import { appServicePlan } from "./resources/appServicePlan";
import { blob } from "./resources/blob";
import { blobContainer } from "./resources/blobContainer";
import { blobServiceProperties } from "./resources/blobServiceProperties";
import { deployment } from "./resources/deployment";
import { userAssignedIdentity } from "./resources/identity";
import { component, workspace } from "./resources/monitoring";
import { randomPassword } from "./resources/randomPassword";
import { resourceGroup } from "./resources/resourceGroup";
import { roleAssignment } from "./resources/roleAssignment";
import { staticWebsite } from "./resources/staticWebsite";
import { storageAccount } from "./resources/storageAccount";
import { webApp } from "./resources/webApp";

/** Every resource type that the emulator supports, by Pulumi's type token. */
const resourceTypes: Readonly<Record<string, ResourceType>> = {
  "azure-native:applicationinsights:Component": component,
  "azure-native:authorization:RoleAssignment": roleAssignment,
  "azure-native:managedidentity:UserAssignedIdentity": userAssignedIdentity,
  "azure-native:operationalinsights:Workspace": workspace,
  "azure-native:resources:Deployment": deployment,
  "azure-native:resources:ResourceGroup": resourceGroup,
  "azure-native:storage:Blob": blob,
  "azure-native:storage:BlobContainer": blobContainer,
  "azure-native:storage:BlobServiceProperties": blobServiceProperties,
  "azure-native:storage:StorageAccount": storageAccount,
  "azure-native:storage:StorageAccountStaticWebsite": staticWebsite,
  "azure-native:web:AppServicePlan": appServicePlan,
  "azure-native:web:WebApp": webApp,
  "random:index/randomPassword:RandomPassword": randomPassword,
};

/**
 * How a resource type is emulated.
 *
 * @throws Error that lists the supported types, when this one is not among them.
 */
export function typeNamed(token: string): ResourceType {
  const type = Object.hasOwn(resourceTypes, token) ? resourceTypes[token] : undefined;
  if (type !== undefined) return type;
  throw new Error(
    `The local emulator does not support ${token}. It supports ${Object.keys(resourceTypes).join(", ")}.`,
  );
}
