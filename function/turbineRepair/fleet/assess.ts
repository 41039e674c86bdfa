import { costToFixDollars, revenueOpportunityDollars } from "../repair/costs";
import { formatDollars } from "../repair/formatDollars";
import { verdictOf, type Repair, type Verdict } from "../repair/verdict";

/** One turbine of a fleet as it is stored: to be assessed, or why it cannot be. */
export type FleetItem =
  | (Repair & { readonly turbineId: string })
  | { readonly turbineId?: string; readonly problem: string };

/** What became of one turbine, and the amounts that the totals are made of. */
export interface ItemVerdict extends Partial<Verdict> {
  readonly turbineId?: string;
  readonly problem?: string;
  /** Absent when there is a problem. */
  readonly amounts?: { readonly revenueDollars: number; readonly costDollars: number };
}

/** The verdict on one turbine; a bad one is reported, not fatal. */
export function assessItem(item: FleetItem): ItemVerdict {
  if ("problem" in item) return item;
  const { turbineId, hours, capacity } = item;
  const amounts = {
    revenueDollars: revenueOpportunityDollars(capacity),
    costDollars: costToFixDollars(hours),
  };
  return { turbineId, ...verdictOf({ hours, capacity }), amounts };
}

/** The response of a finished assessment. */
export function assessmentOf(items: readonly ItemVerdict[]) {
  const sum = (amount: "revenueDollars" | "costDollars"): string => {
    const dollars = items.reduce((total, { amounts }) => total + (amounts?.[amount] ?? 0), 0);
    // The sum of finite amounts may be greater than any number.
    return formatDollars(Math.min(dollars, Number.MAX_VALUE));
  };
  return {
    verdicts: items.map(({ amounts: _amounts, ...verdict }, index) => ({ index, ...verdict })),
    totals: {
      turbines: items.length,
      repairs: items.filter(({ message }) => message === "Yes").length,
      problems: items.filter(({ problem }) => problem !== undefined).length,
      revenueOpportunity: sum("revenueDollars"),
      costToFix: sum("costDollars"),
    },
  };
}
