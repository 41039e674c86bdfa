import type { AuthModeDescription } from "../authModeDescription";

/** Callers need no credential. */
export const none = {
  isSignIn: false,
  keys: {},
  securityScheme: () => undefined,
  connectionParameters: () => ({}),
  credentialText: () => "The service asks for no credentials.",
  appSettings: () => ({}),
} satisfies AuthModeDescription;
