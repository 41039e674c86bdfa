import type { Cloud } from "../cloud";
import type { Item } from "../inventory";
import { RestError } from "./answer";

/**
 * Checks that what a call is about exists: the subscription, a group or a resource.
 *
 * @throws RestError as Azure Resource Manager says it for each of them.
 */
export function requireScope(cloud: Cloud, scope: string): void {
  if (scope.toLowerCase() === `/subscriptions/${cloud.subscriptionId}`) return;
  const [groupId = "", group] =
    /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(scope) ?? [];
  if (cloud.inventory.find(groupId) === undefined) {
    throw new RestError(
      404,
      "ResourceGroupNotFound",
      `Resource group '${group ?? scope}' could not be found.`,
    );
  }
  requireItem(cloud, scope);
}

/**
 * A resource in a group that exists.
 *
 * @throws RestError when it does not exist.
 */
export function requireItem({ inventory }: Cloud, id: string): Item {
  const item = inventory.find(id);
  if (item !== undefined) return item;
  const [, group = "", resource = ""] =
    /\/resourceGroups\/([^/]+)\/providers\/(.+)$/i.exec(id) ?? [];
  throw new RestError(
    404,
    "ResourceNotFound",
    `The Resource '${resource}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}
