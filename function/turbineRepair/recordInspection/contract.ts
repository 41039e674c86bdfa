import * as v from "valibot";
import { inspection, inspectionId, turbineId } from "../inspections/fields";
import type { Contract } from "../../contract/contract";
import { idempotencyKey } from "../../polling/fields";
import { capacity, hours } from "../repair/fields";

/** Records what was found at a turbine, once however often it is sent. */
export const contract = {
  operationId: "RecordInspection",
  route: "inspections",
  method: "POST",
  access: "credential",
  summary: "Record an inspection",
  description: "Records an inspection of a turbine and tells if a repair is worth its cost.",
  visibility: "important",
  request: {
    headers: v.object({ "Idempotency-Key": v.optional(idempotencyKey) }),
    body: {
      description: "The turbine and what its repair takes.",
      "x-ms-summary": "Inspection",
      "x-ms-visibility": "important",
      schema: v.object({ turbineId, hours, capacity, inspectionId: v.optional(inspectionId) }),
    },
  },
  response: {
    status: 201,
    description: "The inspection as it was recorded.",
    "x-ms-summary": "Inspection",
    schema: inspection,
  },
} as const satisfies Contract;
