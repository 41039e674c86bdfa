import * as v from "valibot";
import { operation } from "../../contract/operation";
import { signature } from "../../security/signedAddress";
import { subscriptionId } from "../../webhook/fields";
import { recommendedRepairs } from "../repairs/recommendedRepairs";

/** Ends a subscription. The response is the same when it has ended already. */
export const deleteRepairSubscription = operation(
  {
    operationId: "DeleteRepairSubscription",
    route: recommendedRepairs.address.route("{subscriptionId}"),
    method: "DELETE",
    access: "signature",
    summary: "Delete a repair subscription",
    description: "Ends a subscription to recommended repairs.",
    visibility: "internal",
    request: { path: v.object({ subscriptionId }), query: v.object({ signature }) },
    response: { description: "The subscription is ended.", "x-ms-summary": "Ended" },
  },
  ({ path, query }, { services }) =>
    recommendedRepairs.unsubscribe(path.subscriptionId, query.signature, services),
);
