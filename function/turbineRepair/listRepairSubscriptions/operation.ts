import * as v from "valibot";
import { inspectedTurbineId } from "../inspections/fields";
import { texts } from "../../contract/contract";
import { operation } from "../../contract/operation";
import { createdAt, receiver, subscriptionId } from "../../webhook/fields";
import { recommendedRepairs } from "../repairs/recommendedRepairs";

const subscriptionList = v.pipe(
  v.array(
    v.object({ subscriptionId, receiver, turbineId: v.optional(inspectedTurbineId), createdAt }),
  ),
  texts({ description: "The subscriptions in force.", "x-ms-summary": "Subscriptions" }),
);

/** Lists the subscriptions without their addresses. */
export const listRepairSubscriptions = operation(
  {
    operationId: "ListRepairSubscriptions",
    route: "repair-subscriptions",
    method: "GET",
    access: "credential",
    summary: "List repair subscriptions",
    description: "Lists the subscriptions to recommended repairs, at most a thousand.",
    visibility: "internal",
    request: {},
    response: {
      description: "The subscriptions.",
      "x-ms-summary": "Subscriptions",
      schema: v.object({ subscriptions: subscriptionList }),
    },
  },
  async (_input, { services }) => ({
    jsonBody: { subscriptions: await recommendedRepairs.list(services.storage) },
  }),
);
