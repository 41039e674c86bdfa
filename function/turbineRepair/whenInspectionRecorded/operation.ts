import { operation } from "../../contract/operation";
import { pollingTrigger } from "../../polling/pollingTrigger";
import { inspectionLedger } from "../inspections/inspectionLedger";
import { contract } from "./contract";

/** Returns the inspections that were recorded since the last poll. */
export const whenInspectionRecorded = operation(
  contract,
  pollingTrigger({ route: contract.route, ledger: inspectionLedger }),
);
