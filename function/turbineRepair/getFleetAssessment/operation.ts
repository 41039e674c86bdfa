import * as v from "valibot";
import { assessmentOf } from "../fleet/assess";
import { assessmentAddress, stillWorking } from "../fleet/assessmentAddress";
import { chunksDone, findJob, readVerdicts, type Job } from "../../longRunning/assessmentStore";
import { assessment } from "../fleet/fields";
import { Problem } from "../../http/problem";
import { pollingHeaders } from "../../http/polling";
import { texts } from "../../contract/contract";
import { operation } from "../../contract/operation";
import { requireSignature, signature } from "../../security/signedAddress";

/** Longer than the host brings work again that has failed, by host.json: ten minutes and its own time. */
const LONGEST_WORK_MS = 900_000;

const assessmentId = v.pipe(
  v.string(),
  v.uuid("the id of an assessment"),
  texts({ description: "The assessment's own id.", "x-ms-summary": "Assessment ID" }),
);

/** Where AssessFleet sends its callers: 202 while the work is under way, then the whole result. */
export const getFleetAssessment = operation(
  {
    operationId: "GetFleetAssessment",
    route: assessmentAddress.route("{assessmentId}"),
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
    pending: { description: "The work is under way.", headers: pollingHeaders },
  },
  async ({ path, query }, call) => {
    const { signer, storage } = call.services;
    requireSignature(assessmentAddress, path.assessmentId, query.signature, signer);
    const job = await findJob(storage, path.assessmentId);
    if (!job) throw new Problem(404, `There is no assessment ${path.assessmentId}.`);
    const done = await chunksDone(storage, job);
    if (done.size < job.chunkCount) {
      requireYoung(job);
      return stillWorking(call, path.assessmentId);
    }
    return { jsonBody: assessmentOf(await readVerdicts(storage, job)) };
  },
);

function requireYoung({ assessmentId: id, createdAt }: Job): void {
  if (Date.now() - Date.parse(createdAt) < LONGEST_WORK_MS) return;
  throw new Problem(500, `The assessment ${id} could not be finished. Send the fleet again.`);
}
