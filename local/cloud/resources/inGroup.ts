import { AzureError } from "../azureError";
import type { Cloud } from "../cloud";

/**
 * Id of a resource in a resource group.
 *
 * @param path Provider, type and name, e.g. `Microsoft.Web/sites/my-app`.
 * @throws AzureError when the group does not exist.
 */
export function idInGroup(cloud: Cloud, resourceGroupName: string, path: string): string {
  const groupId = `/subscriptions/${cloud.subscriptionId}/resourceGroups/${resourceGroupName}`;
  if (cloud.inventory.find(groupId) === undefined) {
    throw new AzureError(
      "ResourceGroupNotFound",
      `Resource group '${resourceGroupName}' could not be found.`,
    );
  }
  return `${groupId}/providers/${path}`;
}

/** Inputs that place a resource; Azure cannot move one. */
export const placement = ["resourceGroupName", "location"] as const;
