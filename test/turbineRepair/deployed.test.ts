import { functionNameOf } from "../../function/contract/contract";
import { turbineRepair } from "../../function/turbineRepair/turbineRepair";

test("the functions have their published names, routes and keys", () => {
  expect(
    turbineRepair.operations.map(({ contract }) => [
      contract.operationId,
      functionNameOf(contract),
      `${contract.method} ${contract.route}`,
      contract.access,
    ]),
  ).toEqual([
    ["CalculateCosts", "TurbineRepair", "POST TurbineRepair", "credential"],
    ["RecordInspection", "RecordInspection", "POST inspections", "credential"],
    ["WhenInspectionRecorded", "WhenInspectionRecorded", "GET inspections", "credential"],
    ["WhenRepairRecommended", "WhenRepairRecommended", "POST repair-subscriptions", "credential"],
    [
      "ListRepairSubscriptions",
      "ListRepairSubscriptions",
      "GET repair-subscriptions",
      "credential",
    ],
    [
      "DeleteRepairSubscription",
      "DeleteRepairSubscription",
      "DELETE repair-subscriptions/{subscriptionId}",
      "signature",
    ],
    ["AssessFleet", "AssessFleet", "POST fleet-assessments", "credential"],
    [
      "GetFleetAssessment",
      "GetFleetAssessment",
      "GET fleet-assessments/{assessmentId}",
      "signature",
    ],
    ["ListTurbines", "ListTurbines", "GET turbines", "credential"],
    ["GetStatus", "GetStatus", "GET status", "credential"],
  ]);
});

test("the workers have their published names and queues", () => {
  expect(turbineRepair.queueWorkers.map(({ name, queueName }) => [name, queueName])).toEqual([
    ["AnnounceRepair", "repairs-recommended"],
    ["DeliverNotice", "repair-notices"],
    ["AssessFleetInBackground", "fleet-assessments"],
  ]);
});
