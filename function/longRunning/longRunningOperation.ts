import { randomUUID } from "node:crypto";
import type { Call } from "../contract/operation";
import type { QueueWorker } from "../contract/queueWorker";
import { askAgain } from "../http/askAgain";
import { Problem } from "../http/problem";
import { requireSignature, signedLocation, type SignedAddress } from "../security/signedAddress";
import { sendMessage } from "../storage/messages";
import { JobTable, type Job, type JobTableDefinition } from "./jobTable";

/** Longer than the host brings work again that has failed, by host.json: ten minutes and its own time. */
const LONGEST_WORK_MS = 900_000;

/**
 * A long-running operation: what a job is, and what is done with its items. It names what is in
 * storage and on queues already: it does not change.
 */
export interface LongRunningDefinition<Item, Result, Body> extends JobTableDefinition {
  /** What a job is called, in messages; with "Id" behind it, the property of a queue's message. */
  readonly jobName: string;
  /** The background worker's function. */
  readonly functionName: string;
  readonly queueName: string;
  /** Where the state and result of a job are: the platform asks there without credentials. */
  readonly address: SignedAddress;
  /** Wait before a caller asks again. A whole number. */
  readonly retrySeconds: number;
  /** What becomes of one item: a JSON value, the same each time. */
  work(item: Item): Result | Promise<Result>;
  /** The body of the response when every item is done, from the results in the order of the items. */
  toBody(results: readonly Result[]): Body;
}

/** The response 202: where to ask for the result, and when. */
interface StillWorking {
  readonly status: 202;
  readonly headers: Record<string, string>;
}

/** What the two operations of a long-running one do, and what works for them in the background. */
export interface LongRunningOperation<Item, Body> {
  /** Where the state and result of a job are. */
  readonly address: SignedAddress;
  /** Stores the items as a job and has them worked on. */
  begin(items: readonly Item[], call: Call): Promise<StillWorking>;
  /**
   * The body when the job is done; 202 while the work is under way.
   *
   * @throws Problem 403 when the address was not given out by this app, 404 when there is no such
   *   job, 500 when it is not finished after a quarter of an hour
   */
  result(
    jobId: string,
    signature: string,
    call: Call,
  ): Promise<StillWorking | { readonly jsonBody: Body; readonly status?: never }>;
  readonly queueWorker: QueueWorker;
}

/**
 * A long-running operation: the first call gets a 202 with a signed address, a worker on a queue does
 * the work chunk by chunk, and the address has the results when all of it is done.
 */
export function longRunningOperation<Item, Result, Body>(
  definition: LongRunningDefinition<Item, Result, Body>,
): LongRunningOperation<Item, Body> {
  const { address, jobName, itemsName, queueName, retrySeconds, toBody } = definition;
  const stillWorking = (jobId: string, call: Call): StillWorking => ({
    status: 202,
    headers: askAgain(signedLocation(address, jobId, call), retrySeconds),
  });
  return {
    address,
    begin: async (items, call) => {
      const { storage } = call.services;
      const jobId = randomUUID();
      await new JobTable<Item, Result>(storage, definition).add(jobId, items);
      await sendMessage(storage, { queueName, message: { [`${jobName}Id`]: jobId } });
      return stillWorking(jobId, call);
    },
    result: async (jobId, signature, call) => {
      const { signer, storage } = call.services;
      requireSignature(address, jobId, signature, signer);
      const jobs = new JobTable<Item, Result>(storage, definition);
      const job = await jobs.find(jobId);
      if (!job) throw new Problem(404, `There is no ${jobName} ${jobId}.`);
      const done = await jobs.chunksDone(job);
      if (done.size === job.chunkCount) return { jsonBody: toBody(await jobs.readResults(job)) };
      if (isOverdue(job)) {
        throw new Problem(
          500,
          `The ${jobName} ${jobId} could not be finished. Send the ${itemsName} again.`,
        );
      }
      return stillWorking(jobId, call);
    },
    queueWorker: jobWorker(definition),
  };
}

function isOverdue({ createdAt }: Job): boolean {
  return Date.now() - Date.parse(createdAt) >= LONGEST_WORK_MS;
}

/** Works on a job chunk by chunk. After a crash the message comes again, and what is done is left. */
function jobWorker<Item, Result, Body>(
  definition: LongRunningDefinition<Item, Result, Body>,
): QueueWorker {
  const { functionName, queueName, jobName, work } = definition;
  return {
    name: functionName,
    queueName,
    async handle(message, { storage }, context) {
      const jobId = (message as Readonly<Record<string, string>>)[`${jobName}Id`] ?? "";
      const jobs = new JobTable<Item, Result>(storage, definition);
      const job = await jobs.find(jobId);
      if (!job) {
        context.warn(`There is no ${jobName} ${jobId}.`);
        return;
      }
      const done = await jobs.chunksDone(job);
      for (let index = 0; index < job.chunkCount; index += 1) {
        if (done.has(index)) continue;
        const items = await jobs.readItems(job, index);
        await jobs.storeResults(job, index, await resultsOf(items, work));
      }
    },
  };
}

/** One after another, so that a job does not take more of the app than one call does. */
async function resultsOf<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Result | Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
