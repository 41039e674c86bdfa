import * as v from "valibot";
import { operation } from "../../contract/operation";
import { requireSignature, signature } from "../../security/signedAddress";
import { subscriptionId } from "../../webhook/fields";
import { removeSubscription } from "../../webhook/subscription";
import { subscriptionAddress } from "../subscriptions/subscriptionAddress";

/** Ends a subscription. One that has ended already is answered the same. */
export const deleteRepairSubscription = operation(
  {
    operationId: "DeleteRepairSubscription",
    route: subscriptionAddress.route("{subscriptionId}"),
    method: "DELETE",
    access: "signature",
    summary: "Delete a repair subscription",
    description: "Ends a subscription to recommended repairs.",
    visibility: "internal",
    request: { path: v.object({ subscriptionId }), query: v.object({ signature }) },
    response: { description: "The subscription is ended.", "x-ms-summary": "Ended" },
  },
  async ({ path, query }, { services: { signer, storage } }) => {
    requireSignature(subscriptionAddress, path.subscriptionId, query.signature, signer);
    await removeSubscription(storage, path.subscriptionId);
    return { status: 200 };
  },
);
