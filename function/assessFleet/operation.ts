import { randomUUID } from "node:crypto";
import type { FleetItem } from "../fleet/assess";
import { requestAssessment } from "../fleet/fleetWorker";
import { storeFleet } from "../fleet/assessmentStore";
import { stillWorking } from "../getFleetAssessment/stillWorking";
import { operation } from "../operation";
import { contract } from "./contract";

/** Takes a fleet in and answers where its assessment will be. */
export const assessFleet = operation(contract, async ({ body }, call) => {
  const { storage } = call.services;
  const assessmentId = randomUUID();
  const items = body.turbines.map(({ value, problem }): FleetItem => (value ? value : { problem }));
  await storeFleet(storage, assessmentId, items);
  await requestAssessment(storage, assessmentId);
  return stillWorking(call, assessmentId);
});
