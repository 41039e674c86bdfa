import * as v from "valibot";
import { inspection, onlyTurbineId } from "../inspections/fields";
import { texts, type Contract } from "../../contract/contract";
import { createdAt, subscriptionId } from "../../webhook/fields";

const MAX_URL_CHARACTERS = 2048;
const URL_EXPECTED = `an absolute URL of at most ${MAX_URL_CHARACTERS} characters`;

const callbackUrl = v.pipe(
  v.string(URL_EXPECTED),
  v.maxLength(MAX_URL_CHARACTERS, URL_EXPECTED),
  texts({
    description: "Where notices are sent to.",
    "x-ms-summary": "Callback URL",
    "x-ms-visibility": "internal",
    "x-ms-notification-url": true,
  }),
);

const noticeId = v.pipe(
  v.string(),
  texts({
    description: "The same each time the notice is sent, so that it can be known again.",
    "x-ms-summary": "Notice ID",
    "x-ms-visibility": "advanced",
  }),
);

/** A webhook trigger: whoever registers is sent each inspection that recommends a repair. */
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
