/** What a connector's documents are for: to create it in an environment, or to have it certified. */
export const CONNECTOR_VARIANTS = ["deploy", "certify"] as const;
export type ConnectorVariant = (typeof CONNECTOR_VARIANTS)[number];
