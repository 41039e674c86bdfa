import * as v from "valibot";
import { inspectedTurbineId } from "../inspections/fields";
import { texts } from "../../contract/contract";
import { costToFix, message, revenueOpportunity } from "../repair/fields";

const count = (description: string, summary: string) =>
  v.pipe(v.number(), v.integer(), texts({ description, "x-ms-summary": summary }));

const problem = v.pipe(
  v.string(),
  texts({
    description: "What is wrong with the turbine's data. It is absent when nothing is.",
    "x-ms-summary": "Problem",
  }),
);

const verdicts = v.pipe(
  v.array(
    v.object({
      index: count("The turbine's place in the list that was sent, from 0.", "Index"),
      turbineId: v.optional(inspectedTurbineId),
      message: v.optional(message),
      revenueOpportunity: v.optional(revenueOpportunity),
      costToFix: v.optional(costToFix),
      problem: v.optional(problem),
    }),
  ),
  texts({
    description: "One verdict for each turbine, in the order they were sent.",
    "x-ms-summary": "Verdicts",
  }),
);

const totals = v.pipe(
  v.object({
    turbines: count("How many turbines were sent.", "Turbines"),
    repairs: count("How many repairs are worth their cost.", "Repairs"),
    problems: count("How many turbines could not be assessed.", "Problems"),
    revenueOpportunity,
    costToFix,
  }),
  texts({ description: "The sums over all turbines.", "x-ms-summary": "Totals" }),
);

/** A finished assessment as callers see it. */
export const assessment = v.object({ verdicts, totals });
