import type { QueueWorker } from "../../contract/queueWorker";
import { sendMessage } from "../../storage/messages";
import type { Storage } from "../../storage/storage";
import { assessItem } from "./assess";
import { chunksDone, findJob, readFleet, storeVerdicts } from "../../longRunning/assessmentStore";

const QUEUE = "fleet-assessments";

/** Has a stored fleet assessed. */
export async function requestAssessment(storage: Storage, assessmentId: string): Promise<void> {
  await sendMessage(storage, { queueName: QUEUE, message: { assessmentId } });
}

/** Assesses a fleet chunk by chunk. After a crash the message comes again, and what is done is left. */
export const fleetWorker: QueueWorker = {
  name: "AssessFleetInBackground",
  queueName: QUEUE,
  async handle(message, { storage }, context) {
    const { assessmentId } = message as { assessmentId: string };
    const job = await findJob(storage, assessmentId);
    if (!job) {
      context.warn(`There is no fleet assessment ${assessmentId}.`);
      return;
    }
    const done = await chunksDone(storage, job);
    for (let index = 0; index < job.chunkCount; index += 1) {
      if (done.has(index)) continue;
      const items = await readFleet(storage, job, index);
      await storeVerdicts(storage, job, index, items.map(assessItem));
    }
  },
};
