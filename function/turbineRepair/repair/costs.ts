/** What a turbine's output earns. */
const REVENUE_DOLLARS_PER_KILOWATT_HOUR = 0.12;
const HOURS_PER_DAY = 24;
const TECHNICIAN_DOLLARS_PER_HOUR = 250;
/** What every repair costs, however short. */
const TURBINE_DOLLARS = 100;

/** What a turbine of this capacity earns in one day. */
export function revenueOpportunityDollars(capacityKilowatts: number): number {
  return capacityKilowatts * REVENUE_DOLLARS_PER_KILOWATT_HOUR * HOURS_PER_DAY;
}

/** What a repair of this length costs. */
export function costToFixDollars(repairHours: number): number {
  return repairHours * TECHNICIAN_DOLLARS_PER_HOUR + TURBINE_DOLLARS;
}

/** Whether a repair pays: a day's revenue must be greater than its cost, not equal to it. */
export function isRepairWorthwhile(revenueDollars: number, costDollars: number): boolean {
  return revenueDollars > costDollars;
}
