import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import type { Item } from "./inventory";
import { typeNamed } from "./resourceTypes";

/** Types that run something, in the order of their dependencies. */
const runningTypes = ["azure-native:storage:StorageAccount", "azure-native:web:WebApp"];

/**
 * Starts everything that the inventory lists as running, by creating it again.
 *
 * A resource that is refused now, such as code that no longer loads, is skipped: a deployment can fix it.
 */
export async function restore(cloud: Cloud): Promise<void> {
  for (const token of runningTypes) {
    for (const item of cloud.inventory.ofType(token)) {
      try {
        await putBack(cloud, item);
      } catch (error) {
        if (!(error instanceof AzureError)) throw error;
        process.stderr.write(`${item.id} is not restored: ${error.message}\n`);
      }
    }
  }
}

async function putBack(cloud: Cloud, item: Item): Promise<void> {
  const resource = typeNamed(item.type).accept(item.inputs);
  const { outputs, hidden = {} } = await resource.put(cloud, item.id, item);
  cloud.inventory.put({ ...item, outputs, hidden });
}
