/** What a connector's documents are for: to create it in an environment, or to have it certified. */
export const VARIANTS = ["deploy", "certify"] as const;
export type Variant = (typeof VARIANTS)[number];
