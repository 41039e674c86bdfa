import type { DocumentsOptions } from "../../../connector/documents/connectorDocuments";
import type { AuthMode } from "../../../function/security/authMode";
import { authOf } from "../../support/sampleAuth";
import { CORRELATION, PASSWORD, propertiesOf, USER_NAME } from "./expectedParameters";

const GATEWAY = {
  type: "gatewaySetting",
  gatewaySettings: { dataSourceType: "CustomConnector", connectionDetails: [] },
  uiDefinition: {
    displayName: "Gateway",
    description: "The on-premises data gateway that reaches the service.",
    tooltip: "Choose the gateway.",
    constraints: { tabIndex: 4, required: "true", capability: ["gateway"] },
  },
};
const WINDOWS_ACCOUNT = {
  username: {
    type: "string",
    uiDefinition: {
      displayName: "User Name",
      description: "The Windows account to sign in as, such as CONTOSO\\user.",
      tooltip: "Provide the domain and the user name.",
      constraints: { tabIndex: 2, clearText: true, required: "true", capability: ["gateway"] },
    },
  },
  password: {
    type: "securestring",
    uiDefinition: {
      displayName: "Password",
      description: "The password of the Windows account.",
      tooltip: "Provide the password.",
      constraints: { tabIndex: 3, clearText: false, required: "true", capability: ["gateway"] },
    },
  },
};

describe("connector properties through a gateway", () => {
  test.each<[DocumentsOptions["gateway"], AuthMode, object]>([
    ["anonymous", "none", {}],
    ["basic", "basic", { username: USER_NAME, password: PASSWORD }],
    ["windows", "none", WINDOWS_ACCOUNT],
  ])("through a gateway that is %s, with auth %s", (gateway, mode, credentials) => {
    const options = { auth: authOf(mode), ...(gateway && { gateway }) };
    const { connectionParameters, capabilities, policyTemplateInstances } = propertiesOf(options);
    expect(connectionParameters).toEqual({
      authType: {
        type: "string",
        allowedValues: [{ value: gateway }],
        uiDefinition: {
          displayName: "Authentication Type",
          description: "How the gateway authenticates at the service.",
          tooltip: "Choose how the gateway authenticates.",
          constraints: {
            tabIndex: 1,
            required: "true",
            allowedValues: [{ text: gateway, value: gateway }],
            capability: ["gateway"],
          },
        },
      },
      ...credentials,
      gateway: GATEWAY,
    });
    expect(capabilities).toEqual(["gateway"]);
    expect(policyTemplateInstances).toEqual([CORRELATION]);
  });

  test.each<[string, Partial<DocumentsOptions>, string]>([
    [
      "many tenants",
      { gateway: "anonymous", multiTenant: true },
      "cannot be combined with multi-tenant",
    ],
    ["certification", { gateway: "anonymous", variant: "certify" }, "the variant certify"],
    [
      "Windows and a key",
      { gateway: "windows" },
      'The gateway "windows" cannot be combined with auth apiKey. Expected auth none.',
    ],
    ["basic and a key", { gateway: "basic" }, "Expected auth basic."],
    [
      "a key",
      { gateway: "anonymous" },
      'The gateway "anonymous" cannot be combined with auth apiKey. Expected auth none.',
    ],
    [
      "tokens",
      { gateway: "anonymous", auth: authOf("entraId") },
      "cannot be combined with auth entraId. Expected auth none.",
    ],
    [
      "a choice",
      { gateway: "anonymous", auth: authOf("apiKey", "basic") },
      "cannot be combined with auth apiKey,basic.",
    ],
  ])("through a gateway refuse %s", (_what, options, message) => {
    expect(() => propertiesOf(options)).toThrow(message);
  });
});
