import { assessFleet } from "./assessFleet/operation";
import { calculateCosts } from "./calculateCosts/operation";
import { deleteRepairSubscription } from "./deleteRepairSubscription/operation";
import { fleetWorker } from "./fleet/fleetWorker";
import { getFleetAssessment } from "./getFleetAssessment/operation";
import { getStatus } from "./getStatus/operation";
import { listRepairSubscriptions } from "./listRepairSubscriptions/operation";
import { listTurbines } from "./listTurbines/operation";
import type { Operation } from "./operation";
import type { QueueWorker } from "./queueWorker";
import { recordInspection } from "./recordInspection/operation";
import { repairAnnouncer } from "./subscriptions/announceRepair";
import { noticeDelivery } from "./subscriptions/deliverNotice";
import { whenInspectionRecorded } from "./whenInspectionRecorded/operation";
import { whenRepairRecommended } from "./whenRepairRecommended/operation";

/** Every operation that is deployed and published. A new one is registered by its line here. */
export const operations: readonly Operation[] = [
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
];

/** Everything that works in the background, each on the messages of its queue. */
export const queueWorkers: readonly QueueWorker[] = [repairAnnouncer, noticeDelivery, fleetWorker];
