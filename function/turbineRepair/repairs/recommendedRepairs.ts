import { webhookTrigger } from "../../webhook/webhookTrigger";
import type { Inspection } from "../inspections/inspection";
import { inspectionLedger } from "../inspections/inspectionLedger";

/** Sends each inspection that recommends a repair to everybody who subscribed. */
export const recommendedRepairs = webhookTrigger<Inspection>({
  itemName: "inspection",
  table: "repairsubscriptions",
  address: {
    purpose: "delete-repair-subscription",
    route: (id) => `repair-subscriptions/${id}`,
  },
  announcements: { functionName: "AnnounceRepair", queueName: "repairs-recommended" },
  deliveries: { functionName: "DeliverNotice", queueName: "repair-notices" },
  filterBy: ["turbineId"],
  idOf: ({ inspectionId }) => inspectionId,
  find: (inspectionId, { storage }) => inspectionLedger(storage).byId(inspectionId),
});
