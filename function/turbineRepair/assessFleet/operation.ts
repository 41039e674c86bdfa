import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { FleetItem } from "../fleet/assess";
import { stillWorking } from "../fleet/assessmentAddress";
import { storeFleet } from "../../longRunning/assessmentStore";
import { requestAssessment } from "../fleet/fleetWorker";
import { turbineId } from "../inspections/fields";
import { operation } from "../../contract/operation";
import { contract } from "./contract";

/** Takes a fleet in and answers where its assessment will be. */
export const assessFleet = operation(contract, async ({ body }, call) => {
  const { storage } = call.services;
  const assessmentId = randomUUID();
  const items = body.turbines.map(
    (checked): FleetItem =>
      checked.value ?? { ...turbineOf(checked.given), problem: checked.problem },
  );
  await storeFleet(storage, assessmentId, items);
  await requestAssessment(storage, assessmentId);
  return stillWorking(call, assessmentId);
});

const named = v.object({ turbineId });

/** Which turbine a bad item is of, as far as it says so. */
function turbineOf(given: unknown): { turbineId?: string } {
  return v.is(named, given) ? { turbineId: given.turbineId } : {};
}
