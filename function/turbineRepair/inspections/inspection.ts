import type { Verdict } from "../repair/verdict";

/** An inspection as it is stored and published: what was found, and whether a repair pays. */
export interface Inspection extends Verdict {
  readonly inspectionId: string;
  readonly turbineId: string;
  readonly hours: number;
  readonly capacity: number;
  /** ISO 8601, in UTC. */
  readonly recordedAt: string;
}
