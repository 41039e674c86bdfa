import type { AuthModeDescription } from "../authModeDescription";

/** Anybody may call. */
export const none = {
  isSignIn: false,
  keys: {},
  securityScheme: () => undefined,
  connectionParameters: () => ({}),
  credentialText: () => "The service asks for no credentials.",
  appSettings: () => ({}),
} satisfies AuthModeDescription;
