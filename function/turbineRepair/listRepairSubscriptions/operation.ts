import * as v from "valibot";
import { inspectedTurbineId } from "../inspections/fields";
import { texts } from "../../contract/contract";
import { operation } from "../../contract/operation";
import { createdAt, subscriptionId } from "../../webhook/fields";
import { listSubscriptions } from "../../webhook/subscription";

const MAX_LISTED = 1000;

const receiver = v.pipe(
  v.string(),
  texts({ description: "The host that notices are sent to.", "x-ms-summary": "Receiver" }),
);

const subscriptionList = v.pipe(
  v.array(
    v.object({ subscriptionId, receiver, turbineId: v.optional(inspectedTurbineId), createdAt }),
  ),
  texts({ description: "The subscriptions in force.", "x-ms-summary": "Subscriptions" }),
);

/** Tells who is subscribed. An address is a secret of its subscriber's, so only its host is told. */
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
  async (_input, { services }) => {
    const listed = (await listSubscriptions(services.storage)).slice(0, MAX_LISTED);
    const subscriptions = listed.map(({ callbackUrl, ...told }) => ({
      ...told,
      receiver: new URL(callbackUrl).host,
    }));
    return { jsonBody: { subscriptions } };
  },
);
