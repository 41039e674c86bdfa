import type { Shape } from "./shapeFaults";

/**
 * The types of apiProperties.json, in our own words; what they allow is held by
 * schemas/tests/test_api_properties.py of microsoft/PowerPlatformConnectors.
 */
const TEXT = { type: "string" };
const TEXTS = { type: "array", items: TEXT };

const uiDefinition = {
  type: "object",
  properties: {
    displayName: TEXT,
    description: TEXT,
    tooltip: TEXT,
    constraints: {
      type: "object",
      properties: { tabIndex: { type: "integer" }, clearText: { type: "boolean" } },
    },
  },
};

const parameter = {
  type: "object",
  properties: { type: TEXT, uiDefinition, oAuthSettings: { type: "object" } },
};
/** `token:clientId` says something of the parameter `token`, and need not have a type of its own. */
const parameters = {
  type: "object",
  patternProperties: { ":": parameter },
  additionalProperties: { ...parameter, required: ["type"] },
};

/** The shape of a connector's properties: JSON schema, draft 7. */
export const propertiesShape: Shape = {
  type: "object",
  required: ["properties"],
  properties: {
    properties: {
      type: "object",
      properties: {
        connectionParameters: parameters,
        connectionParameterSets: {
          type: "object",
          required: ["values"],
          properties: {
            uiDefinition,
            values: {
              type: "array",
              minItems: 1,
              items: {
                type: "object",
                required: ["name", "parameters"],
                properties: { name: TEXT, uiDefinition, parameters },
              },
            },
          },
        },
        iconBrandColor: TEXT,
        capabilities: TEXTS,
        // `pac connector init` writes null.
        scriptOperations: { ...TEXTS, type: ["array", "null"] },
        publisher: TEXT,
        stackOwner: TEXT,
        policyTemplateInstances: {
          type: "array",
          items: {
            type: "object",
            required: ["templateId"],
            properties: {
              templateId: TEXT,
              title: TEXT,
              parameters: {
                type: "object",
                properties: { "x-ms-apimTemplate-operationName": TEXTS },
              },
            },
          },
        },
      },
    },
  },
};
