import { askAgain } from "../../http/polling";
import type { Call } from "../../contract/operation";
import { signedLocation, type SignedAddress } from "../../security/signedAddress";

/** A thousand turbines take about a second. */
const RETRY_SECONDS = 2;

/** Where the result of an assessment is: the platform may ask there without credentials. */
export const assessmentAddress: SignedAddress = {
  purpose: "fleet-assessment",
  route: (id) => `fleet-assessments/${id}`,
};

/** The answer 202: where to ask for the assessment, and when. */
export function stillWorking(call: Call, assessmentId: string) {
  const location = signedLocation(assessmentAddress, assessmentId, call);
  return { status: 202, headers: askAgain(location, RETRY_SECONDS) } as const;
}
