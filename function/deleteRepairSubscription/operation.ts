import * as v from "valibot";
import { requireSignature } from "../http/requireSignature";
import { operation } from "../operation";
import { signature } from "../signatureField";
import { subscriptionId } from "../subscriptions/fields";
import { removeSubscription } from "../subscriptions/subscription";

/** What the signature of a delete address is for. */
export const deletePurpose = "delete-repair-subscription";

/** The route of one subscription. */
export function deleteRoute(id: string): string {
  return `repair-subscriptions/${id}`;
}

/** Ends a subscription. One that has ended already is answered the same. */
export const deleteRepairSubscription = operation(
  {
    operationId: "DeleteRepairSubscription",
    route: deleteRoute("{subscriptionId}"),
    method: "DELETE",
    access: "signature",
    summary: "Delete a repair subscription",
    description: "Ends a subscription to recommended repairs.",
    visibility: "internal",
    request: { path: v.object({ subscriptionId }), query: v.object({ signature }) },
    response: { description: "The subscription is ended.", "x-ms-summary": "Ended" },
  },
  async ({ path, query }, { services: { signer, storage } }) => {
    requireSignature(signer, deletePurpose, path.subscriptionId, query.signature);
    await removeSubscription(storage, path.subscriptionId);
    return { status: 200 };
  },
);
