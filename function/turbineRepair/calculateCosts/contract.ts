import * as v from "valibot";
import type { Contract } from "../../contract/contract";
import { capacity, costToFix, hours, message, revenueOpportunity } from "../repair/fields";

/** Is the emergency repair of a wind turbine worth its cost? Names and texts are as published. */
export const contract = {
  operationId: "CalculateCosts",
  functionName: "TurbineRepair",
  isPrimary: true,
  route: "TurbineRepair",
  method: "POST",
  access: "credential",
  summary: "Calculates costs",
  description: "Determines if a technician should be sent for repair.",
  visibility: "important",
  request: {
    body: {
      description: "Hours and capacity used to calculate costs.",
      "x-ms-summary": "Hours and capacity",
      "x-ms-visibility": "important",
      schema: v.object({ hours, capacity }),
    },
  },
  response: {
    description: "Message with cost and revenue numbers.",
    "x-ms-summary": "Message",
    schema: v.object({ message, revenueOpportunity, costToFix }),
  },
} as const satisfies Contract;
