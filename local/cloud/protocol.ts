/** Name of the environment variable that passes the emulator its options, as JSON. */
export const cloudOptionsVariable = "FUNCTION_CONNECTOR_EMULATOR";

/** What the emulator sends its parent, in addition to its provider's port on stdout. */
export type CloudMessage =
  | {
      kind: "started";
      /** Port of Azure Resource Manager and the directory. */
      armPort: number;
    }
  | { kind: "failed"; error: string };
