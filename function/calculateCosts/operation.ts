import type { Operation } from "../operation";
import { contract } from "./contract";
import { costToFixDollars, isRepairWorthwhile, revenueOpportunityDollars } from "./costs";
import { formatDollars } from "./formatDollars";

/** Compares what a turbine earns in a day with what its repair costs. */
export const calculateCosts: Operation<
  typeof contract.request.schema,
  typeof contract.response.schema
> = {
  contract,
  handle({ hours: repairHours, capacity: capacityKilowatts }) {
    const revenueDollars = revenueOpportunityDollars(capacityKilowatts);
    const costDollars = costToFixDollars(repairHours);
    return {
      jsonBody: {
        message: isRepairWorthwhile(revenueDollars, costDollars) ? "Yes" : "No",
        revenueOpportunity: formatDollars(revenueDollars),
        costToFix: formatDollars(costDollars),
      },
    };
  },
};
