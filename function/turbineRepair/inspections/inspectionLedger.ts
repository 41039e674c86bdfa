import { Ledger } from "../../polling/ledger";
import type { Storage } from "../../storage/storage";
import type { Inspection } from "./inspection";

/** Every inspection, in the order in which they were recorded. */
export function inspectionLedger(storage: Storage): Ledger<Inspection> {
  return new Ledger(storage, {
    table: "inspections",
    itemName: "inspection",
    filterBy: ["turbineId"],
  });
}
