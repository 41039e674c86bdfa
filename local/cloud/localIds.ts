/** Id of the emulator's subscription and of its tenant; no real one has it. */
export const localId = "00000000-0000-0000-0000-000000000000";
