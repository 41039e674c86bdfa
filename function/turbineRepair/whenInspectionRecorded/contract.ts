import * as v from "valibot";
import { askAgainHeaders } from "../../http/askAgain";
import { triggerState } from "../../polling/fields";
import { inspection, onlyTurbineId } from "../inspections/fields";
import { texts, type Contract } from "../../contract/contract";

const inspections = v.pipe(
  v.array(inspection),
  texts({
    description: "The inspections that were recorded since the last answer.",
    "x-ms-summary": "Inspections",
  }),
);

/** A polling trigger: each response says where to ask next. */
export const contract = {
  operationId: "WhenInspectionRecorded",
  route: "inspections",
  method: "GET",
  access: "credential",
  summary: "When an inspection is recorded",
  description: "Triggers when inspections of turbines are recorded.",
  visibility: "important",
  request: {
    query: v.object({
      turbineId: v.optional(onlyTurbineId),
      triggerState: v.optional(triggerState),
    }),
  },
  response: {
    description: "The inspections that are new.",
    "x-ms-summary": "Inspections",
    schema: inspections,
    headers: askAgainHeaders,
  },
  pending: { description: "Nothing is new yet.", headers: askAgainHeaders },
  trigger: { kind: "batch", hint: "To see it work now, record an inspection." },
} as const satisfies Contract;
