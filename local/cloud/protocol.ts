/** Name of the environment variable that passes the emulator its options, as JSON. */
export const cloudOptionsVariable = "FUNCTION_CONNECTOR_EMULATOR";

/** What the emulator sends its parent, in addition to its provider's port on stdout. */
export interface CloudMessage {
  kind: "failed";
  error: string;
}
