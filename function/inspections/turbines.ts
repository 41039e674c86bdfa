import type { Storage } from "../storage/storage";
import type { Inspection } from "./inspection";

const TABLE = "turbines";
const PARTITION = "turbine";
/** More than a drop-down can show; also the largest page that a table answers with. */
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
  const table = await storage.table(TABLE);
  const title = `${turbineId} (${capacity} kW)`;
  await table.upsertEntity({ partitionKey: PARTITION, rowKey: turbineId, title }, "Replace");
}

/** The turbines that have been inspected, by id, at most 1000. */
export async function listTurbines(storage: Storage): Promise<Turbine[]> {
  const table = await storage.table(TABLE);
  const turbines: Turbine[] = [];
  for await (const row of table.listEntities<{ title: string }>()) {
    turbines.push({ turbineId: String(row.rowKey), title: row.title });
    if (turbines.length === MAX_LISTED) break;
  }
  return turbines;
}
