import * as v from "valibot";
import { texts, type Contract } from "../../../function/contract/contract";
import { askAgainHeaders } from "../../../function/http/askAgain";
import { triggerState } from "../../../function/polling/fields";
import { signature } from "../../../function/security/signedAddress";
import {
  callbackUrl,
  createdAt,
  noticeId,
  receiver,
  subscriptionId,
} from "../../../function/webhook/fields";
import { depotId, parcel } from "./fields";

/** A polling trigger. */
export const whenParcelRecorded = {
  operationId: "WhenParcelRecorded",
  route: "parcels",
  method: "GET",
  access: "credential",
  summary: "When a parcel is recorded",
  description: "Triggers when parcels arrive at a depot.",
  visibility: "important",
  request: {
    query: v.object({ depotId: v.optional(depotId), triggerState: v.optional(triggerState) }),
  },
  response: {
    description: "The parcels that are new.",
    "x-ms-summary": "Parcels",
    schema: v.pipe(
      v.array(parcel),
      texts({ description: "The parcels since the last response.", "x-ms-summary": "Parcels" }),
    ),
    headers: askAgainHeaders,
  },
  pending: { description: "Nothing is new yet.", headers: askAgainHeaders },
  trigger: { kind: "batch", hint: "To see it work now, record a parcel." },
} as const satisfies Contract;

/** A webhook trigger. */
export const whenParcelIsHeavy = {
  operationId: "WhenParcelIsHeavy",
  route: "subscriptions",
  method: "POST",
  access: "credential",
  summary: "When a parcel is heavy",
  description: "Triggers when a parcel arrives that two people must carry.",
  visibility: "important",
  request: {
    body: {
      description: "The flow to notify.",
      "x-ms-summary": "Subscription",
      schema: v.object({ callbackUrl, depotId: v.optional(depotId) }),
    },
  },
  response: {
    status: 201,
    description: "The subscription is made.",
    "x-ms-summary": "Subscription",
    headers: { Location: { type: "string", description: "What to delete to end it." } },
    schema: v.object({ subscriptionId, createdAt }),
  },
  trigger: {
    kind: "single",
    hint: "To see it work now, record a heavy parcel.",
    notification: {
      description: "A heavy parcel.",
      "x-ms-summary": "Parcel",
      schema: v.object({ noticeId, ...parcel.entries }),
    },
  },
} as const satisfies Contract;

export const listSubscriptions = {
  operationId: "ListSubscriptions",
  route: "subscriptions",
  method: "GET",
  access: "credential",
  summary: "List subscriptions",
  description: "Lists the subscriptions to heavy parcels.",
  visibility: "internal",
  request: {},
  response: {
    description: "The subscriptions.",
    "x-ms-summary": "Subscriptions",
    schema: v.object({
      subscriptions: v.pipe(
        v.array(v.object({ subscriptionId, receiver, depotId: v.optional(depotId), createdAt })),
        texts({ description: "The subscriptions in force.", "x-ms-summary": "Subscriptions" }),
      ),
    }),
  },
} as const satisfies Contract;

export const endSubscription = {
  operationId: "EndSubscription",
  route: "subscriptions/{subscriptionId}",
  method: "DELETE",
  access: "signature",
  summary: "End a subscription",
  description: "Ends a subscription to heavy parcels.",
  visibility: "internal",
  request: { path: v.object({ subscriptionId }), query: v.object({ signature }) },
  response: { description: "The subscription is ended.", "x-ms-summary": "Ended" },
} as const satisfies Contract;
