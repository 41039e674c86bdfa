import { about } from "./about";
import { assessFleet } from "./assessFleet/operation";
import { calculateCosts } from "./calculateCosts/operation";
import { deleteRepairSubscription } from "./deleteRepairSubscription/operation";
import { fleetAssessment } from "./fleet/fleetAssessment";
import { getFleetAssessment } from "./getFleetAssessment/operation";
import { getStatus } from "./getStatus/operation";
import { listRepairSubscriptions } from "./listRepairSubscriptions/operation";
import { listTurbines } from "./listTurbines/operation";
import type { Connector } from "../contract/connector";
import { recordInspection } from "./recordInspection/operation";
import { recommendedRepairs } from "./repairs/recommendedRepairs";
import { whenInspectionRecorded } from "./whenInspectionRecorded/operation";
import { whenRepairRecommended } from "./whenRepairRecommended/operation";

/** The worked example: is the emergency repair of a wind turbine worth its cost? */
export const turbineRepair: Connector = {
  about,
  isExample: true,
  // A new operation is registered by its line here.
  operations: [
    calculateCosts,
    recordInspection,
    whenInspectionRecorded,
    whenRepairRecommended,
    listRepairSubscriptions,
    deleteRepairSubscription,
    assessFleet,
    getFleetAssessment,
    listTurbines,
    getStatus,
  ],
  queueWorkers: [...recommendedRepairs.queueWorkers, fleetAssessment.queueWorker],
};
