/** Name of the environment variable that hands the cloud its options, as JSON. */
export const cloudOptionsVariable = "TURBINE_REPAIR_CLOUD";

/** What the cloud tells its parent, beside its provider's port on its output. */
export interface CloudMessage {
  kind: "failed";
  error: string;
}
