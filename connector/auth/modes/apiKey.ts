import { KEY_PLACES } from "../../../functionsRuntime/authLevel";
import { AUTH_SETTINGS } from "../../../function/security/authMode";
import type { TextParameter } from "../../properties/connectionParameter";
import { KEY_LOCATIONS, requirePart, type KeyLocation } from "../auth";
import type { AuthModeDescription } from "../authModeDescription";
import type { KeyReader } from "../keyReader";

/** The parameter that a connection keeps its API key in, as most connectors name it. */
export const API_KEY_PARAMETER = "api_key";

const key: TextParameter = {
  type: "securestring",
  uiDefinition: {
    displayName: "API Key",
    description: "The function key of the service.",
    tooltip: "Provide the function key.",
    constraints: { tabIndex: 2, clearText: false, required: "true" },
  },
};

/** A key of the function app. */
export const apiKey = {
  isSignIn: false,
  keys: {
    apiKeyLocation: {
      value: "<place>",
      text: "where connectors send the API key: query or header",
    },
  },
  securityScheme: ({ keyLocation }) => ({
    name: keyLocation === "query" ? "apikeyQuery" : "apikeyHeader",
    definition: { type: "apiKey", name: KEY_PLACES[keyLocation], in: keyLocation },
  }),
  connectionParameters: () => ({ [API_KEY_PARAMETER]: key }),
  parameterSet: {
    name: "api-key-auth",
    displayName: "API Key",
    description: "Connect with the function key of the service.",
  },
  credentialText: () =>
    "**API key**: a function key of the service. The person who deployed it reads the key with " +
    "`pulumi stack output apiKey --show-secrets`. Ask them for it.",
  // Alone, the Functions host checks the key. Beside another mode it would refuse that one's callers.
  appSettings: ({ modes }, secrets) =>
    modes.length > 1 ? { [AUTH_SETTINGS.apiKey]: requirePart(secrets.apiKey, "apiKey") } : {},
} satisfies AuthModeDescription;

/** Reads where keys are sent, which is part of every auth. */
export function readKeyLocation(reader: KeyReader): KeyLocation {
  return reader.oneOf("apiKeyLocation", KEY_LOCATIONS);
}
