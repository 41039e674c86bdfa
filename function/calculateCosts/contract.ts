import * as v from "valibot";
import { nonNegativeNumber } from "../nonNegativeNumber";
import { type Contract, texts } from "../operation";
import { costToFixDollars, revenueOpportunityDollars } from "./costs";

// A double overflows at about 1.8e308. An input that takes an amount there has no honest answer.
const hours = v.pipe(
  nonNegativeNumber,
  v.check(
    (repairHours) => Number.isFinite(costToFixDollars(repairHours)),
    "a number of hours whose cost is finite",
  ),
  texts({
    description: "The amount of effort in hours required to conduct repair.",
    "x-ms-summary": "Hours",
    "x-ms-visibility": "important",
    example: 6,
  }),
);

const capacity = v.pipe(
  nonNegativeNumber,
  v.check(
    (capacityKilowatts) => Number.isFinite(revenueOpportunityDollars(capacityKilowatts)),
    "a capacity whose revenue is finite",
  ),
  texts({
    description: "The max output of a turbine in kilowatts.",
    "x-ms-summary": "Capacity",
    "x-ms-visibility": "important",
    example: 2500,
  }),
);

const message = v.pipe(
  v.string(),
  texts({
    description: "Returns Yes or No depending on calculations.",
    "x-ms-summary": "Message",
  }),
);

const revenueOpportunity = v.pipe(
  v.string(),
  texts({
    description: "The revenue opportunity cost.",
    "x-ms-summary": "RevenueOpportunity",
  }),
);

const costToFix = v.pipe(
  v.string(),
  texts({
    description: "The cost in $ to fix the turbine.",
    "x-ms-summary": "CostToFix",
  }),
);

/** Is the emergency repair of a wind turbine worth its cost? Names and texts are as published. */
export const contract = {
  operationId: "CalculateCosts",
  route: "TurbineRepair",
  method: "POST",
  authLevel: "function",
  summary: "Calculates costs",
  description: "Determines if a technician should be sent for repair.",
  visibility: "important",
  request: {
    description: "Hours and capacity used to calculate costs.",
    "x-ms-summary": "Hours and capacity",
    "x-ms-visibility": "important",
    schema: v.object({ hours, capacity }),
  },
  response: {
    description: "Message with cost and revenue numbers.",
    "x-ms-summary": "Message",
    schema: v.object({ message, revenueOpportunity, costToFix }),
  },
} as const satisfies Contract;
