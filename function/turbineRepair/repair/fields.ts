import * as v from "valibot";
import { texts } from "../../contract/contract";
import { costToFixDollars, revenueOpportunityDollars } from "./costs";
import { nonNegativeNumber } from "./nonNegativeNumber";

// A double overflows at about 1.8e308. An input that takes an amount there has no honest answer.
export const hours = v.pipe(
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

export const capacity = v.pipe(
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

export const message = v.pipe(
  v.string(),
  texts({
    description: "Returns Yes or No depending on calculations.",
    "x-ms-summary": "Message",
    example: "Yes",
  }),
);

export const revenueOpportunity = v.pipe(
  v.string(),
  texts({
    description: "The revenue opportunity cost.",
    "x-ms-summary": "RevenueOpportunity",
    example: "$7200",
  }),
);

export const costToFix = v.pipe(
  v.string(),
  texts({
    description: "The cost in $ to fix the turbine.",
    "x-ms-summary": "CostToFix",
    example: "$1600",
  }),
);
