import * as v from "valibot";
import { fleetAssessment } from "../fleet/fleetAssessment";
import { assessment } from "../fleet/fields";
import { askAgainHeaders } from "../../http/askAgain";
import { texts } from "../../contract/contract";
import { operation } from "../../contract/operation";
import { signature } from "../../security/signedAddress";

const assessmentId = v.pipe(
  v.string(),
  v.uuid("the id of an assessment"),
  texts({ description: "The assessment's own id.", "x-ms-summary": "Assessment ID" }),
);

/** Where AssessFleet sends its callers: 202 while the work is under way, then the whole result. */
export const getFleetAssessment = operation(
  {
    operationId: "GetFleetAssessment",
    route: fleetAssessment.address.route("{assessmentId}"),
    method: "GET",
    access: "signature",
    summary: "Get a fleet assessment",
    description: "Gets the result of an assessment, or tells that it is under way.",
    visibility: "internal",
    request: { path: v.object({ assessmentId }), query: v.object({ signature }) },
    response: {
      description: "The verdict on each turbine, and the totals.",
      "x-ms-summary": "Assessment",
      schema: assessment,
    },
    pending: { description: "The work is under way.", headers: askAgainHeaders },
  },
  ({ path, query }, call) => fleetAssessment.result(path.assessmentId, query.signature, call),
);
