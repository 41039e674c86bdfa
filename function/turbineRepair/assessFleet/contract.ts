import * as v from "valibot";
import { lenient } from "../../contract/lenient";
import { assessment } from "../fleet/fields";
import { turbineId } from "../inspections/fields";
import { texts, type Contract } from "../../contract/contract";
import { askAgainHeaders } from "../../http/askAgain";
import { capacity, hours } from "../repair/fields";

const MAX_TURBINES = 1000;
const MAX_BODY_BYTES = 1024 * 1024;
const EXPECTED = `a list of 1 to ${MAX_TURBINES} turbines`;

const turbines = v.pipe(
  v.array(lenient(v.object({ turbineId, hours, capacity })), EXPECTED),
  v.minLength(1, EXPECTED),
  v.maxLength(MAX_TURBINES, EXPECTED),
  texts({
    description: "The turbines to assess, at most a thousand.",
    "x-ms-summary": "Turbines",
    "x-ms-visibility": "important",
  }),
);

/** Long-running: it responds at once with the address of the result. */
export const contract = {
  operationId: "AssessFleet",
  route: "fleet-assessments",
  method: "POST",
  access: "credential",
  summary: "Assess a fleet",
  description: "Tells for each turbine of a fleet if its repair is worth its cost.",
  visibility: "important",
  request: {
    body: {
      description: "The fleet to assess.",
      "x-ms-summary": "Fleet",
      "x-ms-visibility": "important",
      maxBytes: MAX_BODY_BYTES,
      schema: v.object({ turbines }),
    },
  },
  response: {
    description: "The verdict on each turbine, and the totals.",
    "x-ms-summary": "Assessment",
    schema: assessment,
  },
  pending: { description: "The work has begun.", headers: askAgainHeaders },
} as const satisfies Contract;
