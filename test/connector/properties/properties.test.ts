import type { AuthMode } from "../../../function/security/authMode";
import { authOf, ENTRA_ID } from "../../support/sampleAuth";
import {
  API_KEY,
  CORRELATION,
  ENTRA_TOKEN,
  HOST,
  inSet,
  KEY_BY_POLICY,
  OAUTH2_TOKEN,
  OWN_HOST,
  PASSWORD,
  propertiesOf,
  TENANT,
  USER_NAME,
} from "./expectedParameters";

describe("connector properties", () => {
  const ALONE: [AuthMode, object][] = [
    ["none", {}],
    ["apiKey", { api_key: API_KEY }],
    ["basic", { username: USER_NAME, password: PASSWORD }],
    ["oauth2", { token: OAUTH2_TOKEN }],
    ["entraId", { token: ENTRA_TOKEN, "token:TenantId": TENANT }],
  ];

  test.each(ALONE)("with auth %s ask a connection for what it takes", (mode, parameters) => {
    expect(propertiesOf({ auth: authOf(mode) })).toEqual({
      connectionParameters: parameters,
      iconBrandColor: "#3b5b92",
      capabilities: [],
      policyTemplateInstances: [CORRELATION],
      publisher: "Contoso Post",
    });
  });

  test("name the owner of the service for certification, and only then", () => {
    const { stackOwner, ...others } = propertiesOf({ variant: "certify" });
    expect(stackOwner).toBe("Contoso Depots");
    expect(others).toEqual(propertiesOf({ variant: "deploy" }));
  });

  test("sign in to another cloud where its host is given", () => {
    const auth = {
      ...authOf("entraId"),
      entraId: { ...ENTRA_ID, authority: "https://login.microsoftonline.us/" },
    };
    expect(propertiesOf({ auth }).connectionParameters?.["token"]).toMatchObject({
      oAuthSettings: {
        customParameters: { loginUri: { value: "https://login.microsoftonline.us" } },
      },
    });
  });

  test("offer an API key and Entra ID as two sets, the key sent by a policy", () => {
    expect(propertiesOf({ auth: authOf("apiKey", "entraId") })).toEqual({
      connectionParameterSets: {
        uiDefinition: {
          displayName: "Authentication Type",
          description: "How the connection authenticates at the service.",
        },
        values: [
          {
            name: "api-key-auth",
            uiDefinition: {
              displayName: "API Key",
              description: "Connect with the function key of the service.",
            },
            parameters: { api_key: inSet(API_KEY) },
          },
          {
            name: "entra-id-auth",
            uiDefinition: {
              displayName: "Microsoft Entra ID",
              description: "Sign in with your work or school account.",
            },
            parameters: { token: ENTRA_TOKEN, "token:TenantId": TENANT },
          },
        ],
      },
      iconBrandColor: "#3b5b92",
      capabilities: [],
      policyTemplateInstances: [KEY_BY_POLICY, CORRELATION],
      publisher: "Contoso Post",
    });
  });

  test.each<[AuthMode, AuthMode, string[], boolean]>([
    ["basic", "apiKey", ["basic-auth", "api-key-auth"], true],
    ["basic", "oauth2", ["basic-auth", "oauth2-auth"], false],
    ["oauth2", "entraId", ["oauth2-auth", "entra-id-auth"], false],
  ])("offer %s and %s in that order", (first, second, names, byPolicy) => {
    const { connectionParameterSets, connectionParameters, policyTemplateInstances } = propertiesOf(
      {
        auth: authOf(first, second),
      },
    );
    expect(connectionParameters).toBeUndefined();
    expect(connectionParameterSets?.values.map(({ name }) => name)).toEqual(names);
    expect(policyTemplateInstances).toEqual(
      byPolicy ? [KEY_BY_POLICY, CORRELATION] : [CORRELATION],
    );
  });

  test("for many tenants ask for the host first, and call that host", () => {
    const { connectionParameters, policyTemplateInstances } = propertiesOf({ multiTenant: true });
    expect(connectionParameters).toEqual({ host: HOST, api_key: API_KEY });
    expect(Object.keys(connectionParameters ?? {})).toEqual(["host", "api_key"]);
    expect(policyTemplateInstances).toEqual([OWN_HOST, CORRELATION]);
  });

  test("for many tenants ask for the host in each set, and let any tenant sign in", () => {
    const { connectionParameterSets, policyTemplateInstances } = propertiesOf({
      auth: authOf("apiKey", "entraId"),
      multiTenant: true,
    });
    const [byKey, byToken] = connectionParameterSets?.values ?? [];
    expect(byKey?.parameters).toEqual({ host: inSet(HOST), api_key: inSet(API_KEY) });
    expect(byToken?.parameters).toMatchObject({
      host: inSet(HOST),
      token: { oAuthSettings: { customParameters: { tenantId: { value: "common" } } } },
    });
    expect(policyTemplateInstances).toEqual([OWN_HOST, KEY_BY_POLICY, CORRELATION]);
  });
});
