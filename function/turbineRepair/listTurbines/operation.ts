import * as v from "valibot";
import { inspectedTurbineId } from "../inspections/fields";
import { inspectedTurbines } from "../inspections/turbines";
import { texts } from "../../contract/contract";
import { operation } from "../../contract/operation";

const turbine = v.object({
  turbineId: inspectedTurbineId,
  title: v.pipe(
    v.string(),
    texts({
      description: "The turbine in words for people to choose by.",
      "x-ms-summary": "Title",
    }),
  ),
});

const turbines = v.pipe(
  v.array(turbine),
  texts({ description: "The turbines that have been inspected.", "x-ms-summary": "Turbines" }),
);

/** Feeds the drop-downs of turbines. */
export const listTurbines = operation(
  {
    operationId: "ListTurbines",
    route: "turbines",
    method: "GET",
    access: "credential",
    summary: "List turbines",
    description: "Lists the turbines that have been inspected.",
    visibility: "internal",
    request: {},
    response: {
      description: "The turbines to choose from.",
      "x-ms-summary": "Turbines",
      schema: v.object({ turbines }),
    },
  },
  async (_input, { services }) => ({
    jsonBody: { turbines: await inspectedTurbines(services.storage) },
  }),
);
