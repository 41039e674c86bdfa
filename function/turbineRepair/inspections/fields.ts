import * as v from "valibot";
import { texts, type Choices } from "../../contract/contract";
import { capacity, costToFix, hours, message, revenueOpportunity } from "../repair/fields";

/** Safe in URLs, in log lines and as keys of a table. */
const ID = /^[A-Za-z0-9_.~-]{1,64}$/;
const ID_OR_NOTHING = /^[A-Za-z0-9_.~-]{0,64}$/;
const ID_EXPECTED = "1 to 64 letters, digits, underscores, hyphens, dots or tildes";

/** A string that can be an id. Its messages say what was expected. */
const id = v.pipe(v.string(ID_EXPECTED), v.regex(ID, ID_EXPECTED));

const turbineChoices: Choices = {
  operationId: "ListTurbines",
  items: "turbines",
  title: "title",
  value: "turbineId",
};

export const turbineId = v.pipe(
  id,
  texts({
    description: "The turbine's own id, such as a serial number.",
    "x-ms-summary": "Turbine ID",
    "x-ms-visibility": "important",
    example: "WT-0042",
    choices: turbineChoices,
  }),
);

/** A turbine in a response. */
export const inspectedTurbineId = v.pipe(
  v.string(),
  texts({ description: "The turbine's own id.", "x-ms-summary": "Turbine ID" }),
);

/** Narrows a trigger to one turbine. */
export const onlyTurbineId = v.pipe(
  v.string(`${ID_EXPECTED}, or nothing`),
  v.regex(ID_OR_NOTHING, `${ID_EXPECTED}, or nothing`),
  texts({
    description: "Only this turbine; leave it empty for all.",
    "x-ms-summary": "Turbine ID",
    "x-ms-visibility": "advanced",
    choices: turbineChoices,
  }),
);

export const inspectionId = v.pipe(
  id,
  texts({
    description: "The inspection's own id. The app makes one when none is given.",
    "x-ms-summary": "Inspection ID",
    "x-ms-visibility": "advanced",
  }),
);

/** An inspection as callers see it. */
export const inspection = v.object({
  inspectionId: v.pipe(
    v.string(),
    texts({ description: "The inspection's own id.", "x-ms-summary": "Inspection ID" }),
  ),
  turbineId: inspectedTurbineId,
  hours,
  capacity,
  recordedAt: v.pipe(
    v.string(),
    v.isoTimestamp(),
    texts({ description: "When it was recorded, in UTC.", "x-ms-summary": "Recorded At" }),
  ),
  message,
  revenueOpportunity,
  costToFix,
});
