import type { Cloud } from "./cloud";

/** https://learn.microsoft.com/azure/azure-monitor/logs/delete-workspace */
const keptMs = 14 * 24 * 60 * 60 * 1000;

/** Keeps in mind that a resource was deleted, as Azure keeps the resource. */
export function softDelete({ inventory, delays }: Cloud, id: string): void {
  if (!delays.isSo("softDelete")) return;
  inventory.put({
    id: ghostId(id),
    type: "emulator:softDeleted",
    inputs: {},
    outputs: {},
    hidden: { deletedAtMs: delays.now() },
  });
}

/** Whether a resource of that id was deleted, and is still kept. */
export function isSoftDeleted({ inventory, delays }: Cloud, id: string): boolean {
  const ghost = delays.isSo("softDelete") ? inventory.find(ghostId(id)) : undefined;
  return ghost !== undefined && delays.now() - Number(ghost.hidden["deletedAtMs"]) < keptMs;
}

/** Outside of the resource's group, since it outlives that as well. */
function ghostId(id: string): string {
  return `softDeleted${id}`;
}
