import type { Shape } from "./shapeFaults";

const TEXT = { type: "string" };
/** paconn writes null for what is not set. */
const TEXT_OR_NULL = { type: ["string", "null"] };

/** The shape of paconn's settings: JSON schema, draft 7. */
export const settingsShape: Shape = {
  type: "object",
  properties: {
    connectorId: TEXT_OR_NULL,
    environment: TEXT_OR_NULL,
    apiProperties: TEXT,
    apiDefinition: TEXT,
    icon: TEXT_OR_NULL,
    script: TEXT_OR_NULL,
    powerAppsUrl: TEXT,
    powerAppsApiVersion: TEXT,
  },
};
