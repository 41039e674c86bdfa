import type { Checked } from "../../../function/contract/lenient";
import { longRunningOperation } from "../../../function/longRunning/longRunningOperation";

/** One item of a job: a weight, or what is wrong with it. */
type Weight = Checked<{ readonly grams: number }>;

/** A job that weighs parcels. */
export const weighing = longRunningOperation({
  jobName: "weighing",
  itemsName: "parcels",
  resultsName: "weights",
  table: "weighings",
  itemsPerChunk: 25,
  functionName: "WeighInBackground",
  queueName: "weighings",
  address: { purpose: "weighing", route: (id) => `weighings/${id}` },
  retrySeconds: 2,
  work: ({ value, problem }: Weight) => ({
    ...(value && { kilograms: value.grams / 1000 }),
    problem,
  }),
  toBody: (weights) => ({ weights: [...weights] }),
});
