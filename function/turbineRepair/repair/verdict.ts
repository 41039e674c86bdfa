import { costToFixDollars, isRepairWorthwhile, revenueOpportunityDollars } from "./costs";
import { formatDollars } from "./formatDollars";

/** A turbine that needs a repair, in the words of the published definition. */
export interface Repair {
  /** Effort in hours. */
  readonly hours: number;
  /** Greatest output in kilowatts. */
  readonly capacity: number;
}

/** Whether a repair is worth its cost, and the amounts that say so. */
export interface Verdict {
  readonly message: "Yes" | "No";
  readonly revenueOpportunity: string;
  readonly costToFix: string;
}

/** Compares what a turbine earns in a day with what its repair costs. */
export function verdictOf({ hours, capacity }: Repair): Verdict {
  const revenueDollars = revenueOpportunityDollars(capacity);
  const costDollars = costToFixDollars(hours);
  return {
    message: isRepairWorthwhile(revenueDollars, costDollars) ? "Yes" : "No",
    revenueOpportunity: formatDollars(revenueDollars),
    costToFix: formatDollars(costDollars),
  };
}
