import { Ledger } from "../../../function/polling/ledger";
import type { Storage } from "../../../function/storage/storage";
import type { Parcel } from "./fields";

/** The parcels that were recorded. */
export function parcelLedger(storage: Storage): Ledger<Parcel> {
  return new Ledger(storage, { table: "parcels", itemName: "parcel", filterBy: ["depotId"] });
}
