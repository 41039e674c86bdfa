import {
  connectorDocuments,
  type DocumentsOptions,
} from "../../../connector/documents/connectorDocuments";
import { authOf } from "../../support/sampleAuth";
import { sampleConnector } from "../../support/sampleConnector/sampleConnector";

/** The sample connector's properties, as a file has them: what is undefined is not there. */
export function propertiesOf(options: Partial<DocumentsOptions>) {
  const host = options.multiTenant ? {} : { host: "parcels.azurewebsites.net" };
  const { properties } = connectorDocuments({
    connector: sampleConnector,
    auth: authOf("apiKey"),
    ...host,
    ...options,
  });
  return (JSON.parse(JSON.stringify(properties)) as typeof properties).properties;
}

export const API_KEY = {
  type: "securestring",
  uiDefinition: {
    displayName: "API Key",
    description: "The function key of the service.",
    tooltip: "Provide the function key.",
    constraints: { tabIndex: 2, clearText: false, required: "true" },
  },
};
export const USER_NAME = {
  type: "string",
  uiDefinition: {
    displayName: "User Name",
    description: "The user name to sign in with.",
    tooltip: "Provide the user name.",
    constraints: { tabIndex: 2, clearText: true, required: "true" },
  },
};
export const PASSWORD = {
  type: "securestring",
  uiDefinition: {
    displayName: "Password",
    description: "The password to sign in with.",
    tooltip: "Provide the password.",
    constraints: { tabIndex: 3, clearText: false, required: "true" },
  },
};
export const SIGN_IN = {
  displayName: "Sign In",
  description: "Sign in with your own account.",
  tooltip: "Sign in.",
  constraints: { required: "true" },
};
export const OAUTH2_TOKEN = {
  type: "oauthSetting",
  oAuthSettings: {
    identityProvider: "oauth2",
    clientId: "connector-client",
    scopes: ["parcels.read", "parcels.write"],
    redirectMode: "GlobalPerConnector",
    properties: { IsFirstParty: "False" },
    customParameters: {
      authorizationUrl: { value: "https://login.example.com/authorize" },
      tokenUrl: { value: "https://login.example.com/token" },
      refreshUrl: { value: "https://login.example.com/token" },
    },
  },
  uiDefinition: SIGN_IN,
};
export const ENTRA_TOKEN = {
  type: "oauthSetting",
  oAuthSettings: {
    identityProvider: "aad",
    clientId: "0a1b2c3d-0000-0000-0000-000000000002",
    scopes: [],
    redirectMode: "GlobalPerConnector",
    properties: { IsFirstParty: "False" },
    customParameters: {
      loginUri: { value: "https://login.microsoftonline.com" },
      resourceUri: { value: "api://0a1b2c3d-0000-0000-0000-000000000003" },
      tenantId: { value: "0a1b2c3d-0000-0000-0000-000000000001" },
    },
  },
  uiDefinition: SIGN_IN,
};
export const TENANT = {
  type: "string",
  metadata: { sourceType: "AzureActiveDirectoryTenant" },
  uiDefinition: {
    constraints: { hidden: "true", required: "false" },
    description: "The tenant ID of for the Azure Active Directory application",
    displayName: "Tenant",
  },
};
export const HOST = {
  type: "string",
  uiDefinition: {
    displayName: "Host",
    description:
      "The host name of your own function app, such as contoso.azurewebsites.net, without a scheme or a path.",
    tooltip: "Provide the host name only, such as contoso.azurewebsites.net.",
    constraints: { tabIndex: 1, clearText: true, required: "true" },
  },
};

export const CORRELATION = {
  templateId: "setheader",
  title: "Correlation id",
  parameters: {
    "x-ms-apimTemplateParameter.name": "x-correlation-id",
    "x-ms-apimTemplateParameter.value": "@headers('x-ms-client-request-id')",
    "x-ms-apimTemplateParameter.existsAction": "override",
    "x-ms-apimTemplate-policySection": "Request",
  },
};
export const OWN_HOST = {
  templateId: "dynamichosturl",
  title: "The connection's own host",
  parameters: {
    "x-ms-apimTemplateParameter.urlTemplate": "https://@connectionParameters('host')",
  },
};
export const KEY_BY_POLICY = {
  templateId: "setheader",
  title: "API key of the connection",
  parameters: {
    "x-ms-apimTemplateParameter.name": "x-functions-key",
    "x-ms-apimTemplateParameter.value": "@connectionParameters('api_key','')",
    "x-ms-apimTemplateParameter.existsAction": "override",
    "x-ms-apimTemplate-policySection": "Request",
  },
};

/** A text parameter as a set has it: its description stands in its schema too. */
export function inSet(parameter: typeof API_KEY | typeof USER_NAME | typeof HOST): object {
  const { type, uiDefinition } = parameter;
  const schema = { type, description: uiDefinition.description };
  return { type, uiDefinition: { ...uiDefinition, schema } };
}
