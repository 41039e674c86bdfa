import { randomUUID } from "node:crypto";
import type { Inspection } from "../turbineRepair/inspections/inspection";
import type { QueueWorker } from "../contract/queueWorker";
import { sendMessage } from "../storage/messages";
import type { Storage } from "../storage/storage";
import { sendNotice } from "./deliverNotice";
import { listSubscriptions } from "./subscription";

const QUEUE = "repairs-recommended";
/**
 * With the waits between, 34 minutes. By then the call that announced it has ended: the host lets none
 * run for more than 30 (functionTimeout of Flex Consumption; 5 on Consumption).
 * https://learn.microsoft.com/azure/azure-functions/functions-host-json#functiontimeout
 */
const MAX_LOOKS = 11;

interface Announcement {
  readonly inspectionId: string;
  /** Stored with the inspection by the call that announced it. */
  readonly announcementId: string;
  /** How often it was looked for, beside this time. */
  readonly looks: number;
}

/**
 * Announces an inspection that recommends a repair, which may be stored a moment later.
 *
 * @returns what is to be stored with it. An announcement whose call did not store the inspection
 *   sends nothing, so calls that are repeated until one succeeds send it once.
 */
export async function announceRepair(storage: Storage, inspectionId: string): Promise<string> {
  const announcementId = randomUUID();
  await announce(storage, { inspectionId, announcementId, looks: 0 }, 0);
  return announcementId;
}

/** Sends each recommended repair to everybody who wants to hear of it. */
export const repairAnnouncer: QueueWorker = {
  name: "AnnounceRepair",
  queueName: QUEUE,
  async handle(message, { storage, ledger }, context) {
    const { inspectionId, announcementId, looks } = message as Announcement;
    const entry = await ledger.byId(inspectionId);
    if (entry) {
      // Another call may have used the id first; if it announced something, it did so itself.
      if (entry.announcementId === announcementId) {
        await sendToSubscribers(storage, entry.inspection);
      }
    } else if (looks < MAX_LOOKS) {
      await announce(storage, { inspectionId, announcementId, looks: looks + 1 }, 2 ** looks);
    } else {
      context.warn(`The inspection ${inspectionId} was announced, but never recorded.`);
    }
  },
};

async function announce(
  storage: Storage,
  message: Announcement,
  delaySeconds: number,
): Promise<void> {
  await sendMessage(storage, { queueName: QUEUE, message, delaySeconds });
}

async function sendToSubscribers(storage: Storage, inspection: Inspection): Promise<void> {
  for (const { subscriptionId, turbineId } of await listSubscriptions(storage)) {
    if (turbineId !== undefined && turbineId !== inspection.turbineId) continue;
    await sendNotice(storage, { subscriptionId, inspection, attempt: 1 });
  }
}
