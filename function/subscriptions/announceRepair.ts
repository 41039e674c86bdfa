import type { Inspection } from "../inspections/inspection";
import type { QueueWorker } from "../queueWorker";
import { sendMessage } from "../storage/messages";
import type { Storage } from "../storage/storage";
import { sendNotice } from "./deliverNotice";
import { listSubscriptions } from "./subscription";

const QUEUE = "repairs-recommended";
/** With the waits between, four minutes: by then the call that announced it has failed. */
const MAX_LOOKS = 8;

interface Announcement {
  readonly inspectionId: string;
  /** How often it was looked for, beside this time. */
  readonly looks: number;
}

/** Announces an inspection that recommends a repair, which may be stored a moment later. */
export async function announceRepair(storage: Storage, inspectionId: string): Promise<void> {
  await announce(storage, { inspectionId, looks: 0 }, 0);
}

/** Sends each recommended repair to everybody who wants to hear of it. */
export const repairAnnouncer: QueueWorker = {
  name: "AnnounceRepair",
  queueName: QUEUE,
  async handle(message, { storage, ledger }, context) {
    const { inspectionId, looks } = message as Announcement;
    const inspection = await ledger.byId(inspectionId);
    if (inspection) {
      // Another call may have used the id first, for an inspection that recommends nothing.
      if (inspection.message === "Yes") await sendToSubscribers(storage, inspection);
    } else if (looks < MAX_LOOKS) {
      await announce(storage, { inspectionId, looks: looks + 1 }, 2 ** looks);
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
