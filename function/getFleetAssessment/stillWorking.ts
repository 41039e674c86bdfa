import { addressOf } from "../address";
import type { Call } from "../operation";
import { askAgain } from "../polling";

/** What the signature of an assessment's address is for. */
export const assessmentPurpose = "fleet-assessment";

/** A thousand turbines take about a second. */
const RETRY_SECONDS = 2;

/** The route of one assessment. */
export function assessmentRoute(id: string): string {
  return `fleet-assessments/${id}`;
}

/** The answer 202: where to ask for the assessment, by whoever was given the address. */
export function stillWorking({ origin, services }: Call, assessmentId: string) {
  const signature = services.signer.sign(assessmentPurpose, assessmentId);
  const location = addressOf(origin, assessmentRoute(assessmentId), { signature });
  return { status: 202, headers: askAgain(location, RETRY_SECONDS) } as const;
}
