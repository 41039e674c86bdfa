import * as v from "valibot";
import { inspection, onlyTurbineId } from "../inspections/fields";
import type { Contract } from "../../contract/contract";
import { callbackUrl, createdAt, noticeId, subscriptionId } from "../../webhook/fields";

/** A webhook trigger: each inspection that recommends a repair is sent to all subscribers. */
export const contract = {
  operationId: "WhenRepairRecommended",
  route: "repair-subscriptions",
  method: "POST",
  access: "credential",
  summary: "When a repair is recommended",
  description: "Triggers when an inspection shows that a repair is worth its cost.",
  visibility: "important",
  request: {
    body: {
      description: "Who wants to hear of repairs.",
      "x-ms-summary": "Subscription",
      schema: v.object({ callbackUrl, turbineId: v.optional(onlyTurbineId) }),
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
    hint: "To see it work now, record an inspection whose repair is worth its cost.",
    notification: {
      description: "An inspection that recommends a repair.",
      "x-ms-summary": "Repair",
      schema: v.object({ noticeId, ...inspection.entries }),
    },
  },
} as const satisfies Contract;
