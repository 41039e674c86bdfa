import type { SampleFlow } from "../contract/sampleFlow";

/** What the connector's certification shows: a decision that is acted on. */
export const sampleFlow: SampleFlow = {
  name: "Decide on a repair",
  description:
    "Asks for a turbine, the hours of its repair and its capacity, and records an inspection if the " +
    "repair is worth its cost.",
  inputs: {
    turbine: { title: "Turbine", type: "string", description: "The id of the turbine." },
    hours: { title: "Hours", type: "number", description: "The hours that the repair takes." },
    capacity: { title: "Capacity", type: "number", description: "The capacity in kilowatts." },
  },
  steps: [
    {
      call: "CalculateCosts",
      with: { hours: { input: "hours" }, capacity: { input: "capacity" } },
    },
    {
      name: "Is it worth its cost",
      when: { resultOf: "CalculateCosts", field: "message", equals: "Yes" },
      steps: [
        {
          call: "RecordInspection",
          with: {
            turbineId: { input: "turbine" },
            hours: { input: "hours" },
            capacity: { input: "capacity" },
          },
        },
      ],
    },
  ],
};
