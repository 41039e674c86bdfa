import type { Cloud } from "./cloud";
import { requireRegistered } from "./resourceProviders";
import type { AcceptedResource } from "./resourceType";
import { findType } from "./resourceTypes";

/** A resource whose inputs are accepted, and what is recorded of it. */
export interface ResourceChange {
  id: string;
  /** Pulumi's type token. */
  token: string;
  resource: AcceptedResource;
  /** Plain data. */
  inputs: Record<string, unknown>;
}

/**
 * Creates or changes a resource, and records it.
 *
 * @returns its outputs.
 * @throws AzureError when Azure would refuse it.
 */
export async function putResource(
  cloud: Cloud,
  { id, token, resource, inputs }: ResourceChange,
): Promise<Record<string, unknown>> {
  requireRegistered(cloud, token);
  const { outputs, hidden = {} } = await resource.put(cloud, id, cloud.inventory.find(id));
  // The inventory never has what storage may yet lose.
  await cloud.storageAccounts.save();
  cloud.inventory.put({ id, type: token, inputs, outputs, hidden });
  return outputs;
}

/** Removes a resource with what is under it, the newest first, since it may need what is older. */
export async function removeResource(cloud: Cloud, id: string): Promise<void> {
  for (const item of cloud.inventory.within(id).toReversed()) {
    await findType(item.type)?.remove?.(item, cloud);
    await cloud.storageAccounts.save();
    cloud.inventory.remove(item.id);
  }
}
