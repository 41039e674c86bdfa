import { longRunningOperation } from "../../longRunning/longRunningOperation";
import { assessItem, assessmentOf } from "./assess";

/** The assessment of a fleet in the background, turbine by turbine. */
export const fleetAssessment = longRunningOperation({
  jobName: "assessment",
  itemsName: "fleet",
  resultsName: "verdicts",
  table: "fleetassessments",
  // An item takes at most about 1,150 characters, when it is as bad as can be and each shown
  // character of it is escaped.
  itemsPerChunk: 25,
  functionName: "AssessFleetInBackground",
  queueName: "fleet-assessments",
  address: { purpose: "fleet-assessment", route: (id) => `fleet-assessments/${id}` },
  // A thousand turbines take about a second.
  retrySeconds: 2,
  work: assessItem,
  toBody: assessmentOf,
});
