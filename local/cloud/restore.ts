import * as v from "valibot";
import type { Cloud } from "./cloud";
import { resourceTypes } from "./resourceTypes";

/** Types that run something, in the order in which they need each other. */
const runningTypes = [
  "azure-native:storage:StorageAccount",
  "azure-native:storage:StorageAccountStaticWebsite",
  "azure-native:storage:BlobServiceProperties",
  "azure-native:web:WebApp",
];

/** Starts everything that the inventory says was running, by putting it in place once more. */
export async function restore(cloud: Cloud): Promise<void> {
  for (const token of runningTypes) {
    const type = resourceTypes[token];
    if (type === undefined) throw new Error(`${token} is not imitated.`);
    for (const item of cloud.inventory.ofType(token)) {
      const inputs = v.parse(type.schema, item.inputs);
      const { outputs, hidden = {} } = await type.put(inputs, cloud, item.id, item);
      cloud.inventory.put({ ...item, outputs, hidden });
    }
  }
}
