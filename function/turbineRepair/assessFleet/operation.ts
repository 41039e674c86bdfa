import * as v from "valibot";
import { operation } from "../../contract/operation";
import type { FleetItem } from "../fleet/assess";
import { fleetAssessment } from "../fleet/fleetAssessment";
import { turbineId } from "../inspections/fields";
import { contract } from "./contract";

/** Takes a fleet in and responds with the address of its assessment. */
export const assessFleet = operation(contract, ({ body }, call) => {
  const items = body.turbines.map(
    (checked): FleetItem =>
      checked.value ?? { ...turbineOf(checked.given), problem: checked.problem },
  );
  return fleetAssessment.begin(items, call);
});

const named = v.object({ turbineId });

/** The turbine of a bad item, if it names one. */
function turbineOf(given: unknown): { turbineId?: string } {
  return v.is(named, given) ? { turbineId: given.turbineId } : {};
}
