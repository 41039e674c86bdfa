import type { Storage } from "../../storage/storage";
import type { Inspection } from "./inspection";

const TABLE = "turbines";
const PARTITION = "turbine";
/** More than a drop-down can show; also the largest page of a table. */
const MAX_LISTED = 1000;

/** A turbine that has been inspected. */
export interface Turbine {
  readonly turbineId: string;
  /** For people to choose by. */
  readonly title: string;
}

/** Remembers the turbine of an inspection. */
export async function rememberTurbine(
  storage: Storage,
  { turbineId, capacity }: Inspection,
): Promise<void> {
  const row = {
    partitionKey: PARTITION,
    rowKey: turbineId,
    title: `${turbineId} (${capacity} kW)`,
  };
  await storage.table(TABLE, (table) => table.upsertEntity(row, "Replace"));
}

/** The turbines that have been inspected, by id, at most 1000. */
export function inspectedTurbines(storage: Storage): Promise<Turbine[]> {
  return storage.table(TABLE, async (table) => {
    const pages = table.listEntities<{ title: string }>().byPage({ maxPageSize: MAX_LISTED });
    const turbines: Turbine[] = [];
    for await (const rows of pages) {
      turbines.push(...rows.map(({ rowKey, title }) => ({ turbineId: String(rowKey), title })));
      if (turbines.length >= MAX_LISTED) break;
    }
    return turbines.slice(0, MAX_LISTED);
  });
}
