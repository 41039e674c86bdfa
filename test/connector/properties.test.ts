import { thisConnector } from "../../function/thisConnector";
import type { AuthMode } from "../../connector/auth/auth";
import {
  connectorDocuments,
  type DocumentsOptions,
} from "../../connector/documents/connectorDocuments";
import { requireConnectionParameters } from "../../toolkit/policies/connectionParameterReferences";
import { policyInstance, type Policy } from "../../toolkit/policies/policyInstance";
import { POLICY_TEMPLATES, type TemplateId } from "../../toolkit/policies/policyTemplates";
import { authOf, ENTRA_ID } from "../support/sampleAuth";

function propertiesOf(options: Partial<DocumentsOptions>) {
  const host = options.multiTenant ? {} : { host: "turbines.azurewebsites.net" };
  const { properties } = connectorDocuments({
    connector: thisConnector,
    auth: authOf("apiKey"),
    ...host,
    ...options,
  });
  // As a file has it: what is undefined is not there.
  return (JSON.parse(JSON.stringify(properties)) as typeof properties).properties;
}

const API_KEY = {
  type: "securestring",
  uiDefinition: {
    displayName: "API Key",
    description: "The function key of the service.",
    tooltip: "Provide the function key.",
    constraints: { tabIndex: 2, clearText: false, required: "true" },
  },
};
const USER_NAME = {
  type: "string",
  uiDefinition: {
    displayName: "User Name",
    description: "The user name to sign in with.",
    tooltip: "Provide the user name.",
    constraints: { tabIndex: 2, clearText: true, required: "true" },
  },
};
const PASSWORD = {
  type: "securestring",
  uiDefinition: {
    displayName: "Password",
    description: "The password to sign in with.",
    tooltip: "Provide the password.",
    constraints: { tabIndex: 3, clearText: false, required: "true" },
  },
};
const SIGN_IN = {
  displayName: "Sign In",
  description: "Sign in with your own account.",
  tooltip: "Sign in.",
  constraints: { required: "true" },
};
const OAUTH2_TOKEN = {
  type: "oauthSetting",
  oAuthSettings: {
    identityProvider: "oauth2",
    clientId: "connector-client",
    scopes: ["repairs.read", "repairs.write"],
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
const ENTRA_TOKEN = {
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
const TENANT = {
  type: "string",
  metadata: { sourceType: "AzureActiveDirectoryTenant" },
  uiDefinition: {
    constraints: { hidden: "true", required: "false" },
    description: "The tenant ID of for the Azure Active Directory application",
    displayName: "Tenant",
  },
};
const HOST = {
  type: "string",
  uiDefinition: {
    displayName: "Host",
    description:
      "The host name of your own function app, such as contoso.azurewebsites.net, without a scheme or a path.",
    tooltip: "Provide the host name only, such as contoso.azurewebsites.net.",
    constraints: { tabIndex: 1, clearText: true, required: "true" },
  },
};

const CORRELATION = {
  templateId: "setheader",
  title: "Correlation id",
  parameters: {
    "x-ms-apimTemplateParameter.name": "x-correlation-id",
    "x-ms-apimTemplateParameter.value": "@headers('x-ms-client-request-id')",
    "x-ms-apimTemplateParameter.existsAction": "override",
    "x-ms-apimTemplate-policySection": "Request",
  },
};
const OWN_HOST = {
  templateId: "dynamichosturl",
  title: "The connection's own host",
  parameters: {
    "x-ms-apimTemplateParameter.urlTemplate": "https://@connectionParameters('host')",
  },
};
const KEY_BY_POLICY = {
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
function inSet(parameter: typeof API_KEY | typeof USER_NAME | typeof HOST): object {
  const { type, uiDefinition } = parameter;
  const schema = { type, description: uiDefinition.description };
  return { type, uiDefinition: { ...uiDefinition, schema } };
}

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
      iconBrandColor: "#0f6e7c",
      capabilities: [],
      policyTemplateInstances: [CORRELATION],
      publisher: "Example Wind Services",
    });
  });

  test("name the owner of the service for certification, and only then", () => {
    const { stackOwner, ...others } = propertiesOf({ variant: "certify" });
    expect(stackOwner).toBe("Example Wind Services");
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
      iconBrandColor: "#0f6e7c",
      capabilities: [],
      policyTemplateInstances: [KEY_BY_POLICY, CORRELATION],
      publisher: "Example Wind Services",
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
    ["many tenants", { gateway: "anonymous", multiTenant: true }, "does not go with multi-tenant"],
    ["certification", { gateway: "anonymous", variant: "certify" }, "the variant certify"],
    [
      "Windows and a key",
      { gateway: "windows" },
      'The gateway "windows" does not go with auth apiKey. Expected auth none.',
    ],
    ["basic and a key", { gateway: "basic" }, "Expected auth basic."],
    [
      "a key",
      { gateway: "anonymous" },
      'The gateway "anonymous" does not go with auth apiKey. Expected auth none.',
    ],
    [
      "tokens",
      { gateway: "anonymous", auth: authOf("entraId") },
      "does not go with auth entraId. Expected auth none.",
    ],
    [
      "a choice",
      { gateway: "anonymous", auth: authOf("apiKey", "basic") },
      "does not go with auth apiKey,basic.",
    ],
  ])("through a gateway refuse %s", (_what, options, message) => {
    expect(() => propertiesOf(options)).toThrow(message);
  });
});

describe("the definition beside the properties", () => {
  test("names the domain of all function apps where each connection has its own host", () => {
    const { definition } = connectorDocuments({
      connector: thisConnector,
      auth: authOf("apiKey"),
      multiTenant: true,
    });
    expect(definition).toMatchObject({ host: "azurewebsites.net", schemes: ["https"] });
  });

  test("lets people of any tenant sign in where there are many", () => {
    const { definition } = connectorDocuments({
      connector: thisConnector,
      auth: authOf("entraId"),
      multiTenant: true,
    });
    expect(definition.securityDefinitions["entraId"]).toMatchObject({
      authorizationUrl: "https://login.microsoftonline.com/common/oauth2/authorize",
      tokenUrl: "https://login.microsoftonline.com/common/oauth2/token",
    });
  });

  test.each([
    ["turbines.azurewebsites.net", undefined, undefined, "https"],
    ["turbines.internal:8080", "anonymous", undefined, "http"],
    ["turbines.internal", "anonymous", "https", "https"],
    ["127.0.0.1:7071", undefined, undefined, "http"],
    ["localhost", undefined, undefined, "http"],
  ] as const)(
    "of %s, by gateway %s, with the scheme %s, is called by %s",
    (host, gateway, scheme, expected) => {
      const { definition } = connectorDocuments({
        connector: thisConnector,
        auth: authOf("none"),
        host,
        ...(gateway && { gateway }),
        ...(scheme && { scheme }),
      });
      expect(definition).toMatchObject({ host, schemes: [expected] });
    },
  );

  test("needs a host", () => {
    expect(() => connectorDocuments({ connector: thisConnector, auth: authOf("none") })).toThrow(
      "No host is given.",
    );
  });
});

const OPERATIONS = ["CalculateCosts", "GetStatus"];
const PREFIX = "x-ms-apimTemplateParameter.";

/** For each template: parameters that it takes, and some that it does not, with what is said of them. */
const SAMPLES: {
  readonly [Id in TemplateId]: {
    readonly good: Policy<Id>["parameters"];
    readonly bad: readonly (readonly [parameters: object, message: string])[];
  };
} = {
  setheader: {
    good: { name: "x-mode", value: "@headers('x-other')", existsAction: "skip" },
    bad: [
      [{ name: "x mode", value: "a" }, 'name is "x mode", expected a header\'s name'],
      [{ name: "x-mode" }, "the parameter value is missing"],
      [{ name: "x-mode", value: "a\r\nb: c" }, "expected a text without line breaks"],
      [{ name: "x-mode", value: 1 }, "value is 1, expected a text"],
      [
        { name: "x-mode", value: "a", existsAction: "replace" },
        "expected override, skip or append",
      ],
      [
        { name: "x-mode", value: "a", section: "b" },
        "there is no parameter section, expected name",
      ],
    ],
  },
  dynamichosturl: {
    good: { urlTemplate: "https://@connectionParameters('host')" },
    bad: [
      [{ urlTemplate: "contoso.com" }, "expected an address that starts with https://"],
      [{}, "the parameter urlTemplate is missing"],
    ],
  },
  routerequesttoendpoint: {
    good: { newPath: "/api/v2/costs", httpMethod: "@Request.OriginalHTTPMethod" },
    bad: [
      [{ newPath: "api" }, 'newPath is "api", expected a path that starts with "/"'],
      [{ newPath: "/api", httpMethod: "get" }, 'httpMethod is "get", expected an HTTP method'],
    ],
  },
  setproperty: {
    good: {
      newPropertyParentPathTemplate: "@body()",
      newPropertySubPathTemplate: "region",
      propertyValuePathTemplate: "@connectionParameters('region','')",
    },
    bad: [[{ newPropertyParentPathTemplate: " " }, "expected a text that is not empty"]],
  },
  setqueryparameter: {
    good: { name: "api-version", value: "2", existsAction: "override" },
    bad: [[{ name: "", value: "2" }, 'name is "", expected a text that is not empty']],
  },
  pollingtrigger: {
    good: {
      triggerConfig: { since: "@{triggerBody().value[0].id}" },
      triggerDataPath: "@triggerBody().value",
    },
    bad: [
      [{ triggerConfig: {}, triggerDataPath: "@triggerBody()" }, "at least one query parameter"],
      [{ triggerConfig: { a: 1 }, triggerDataPath: "@triggerBody()" }, "triggerConfig.a is 1"],
    ],
  },
  stringreplace: {
    good: {
      propertyParentPath: "@body()",
      propertySubPath: "null",
      sourceString: "$",
      replacementString: "",
      newPropertyPath: "amount",
    },
    bad: [[{ propertyParentPath: "@body()" }, "the parameter sourceString is missing"]],
  },
  stringtoarray: {
    good: {
      propertyParentPath: "@body()",
      delimiterList: ",",
      childPropertyName: "value",
      newPropertyPath: "values",
    },
    bad: [
      [
        {
          propertyParentPath: "@body()",
          delimiterList: "",
          childPropertyName: "value",
          newPropertyPath: "values",
        },
        "expected at least one delimiter",
      ],
    ],
  },
  encodepropertyvalue: {
    good: { propertyParentPath: "@body()", newPropertyPath: "encoded" },
    bad: [[{ newPropertyPath: "encoded" }, "the parameter propertyParentPath is missing"]],
  },
  convertobjecttoarray: {
    good: { propertyParentPath: "@body()", newPropertyPath: "list", keyName: "id", valueName: "v" },
    bad: [
      [
        { propertyParentPath: "@body()", newPropertyPath: "list", keyName: "" },
        'keyName is "", expected',
      ],
    ],
  },
  convertarraytoobject: {
    good: {
      propertyParentPath: "@body()",
      keyWithinCollectionPath: "@item().id",
      newPropertyPath: "byId",
      retainKey: "false",
    },
    bad: [
      [
        {
          propertyParentPath: "@body()",
          keyWithinCollectionPath: "@item().id",
          newPropertyPath: "byId",
          retainKey: false,
        },
        'retainKey is false, expected the text "true" or "false"',
      ],
    ],
  },
  updatenextlink: {
    good: { nextLinkPropertyName: "nextLink", nextLinkParentPropertyPath: "@body()" },
    bad: [[{}, "the parameter nextLinkPropertyName is missing"]],
  },
  setvaluefromurl: {
    good: {
      parameterTemplate: "@headers('x-region')",
      parameterValueUrl: "https://regions.contoso.com",
      parameterValuePathTemplate: "@body().region",
      httpMethod: "GET",
    },
    bad: [
      [
        {
          parameterTemplate: "a",
          parameterValueUrl: "b",
          parameterValuePathTemplate: "c",
          httpMethod: "DELETE",
        },
        'httpMethod is "DELETE", expected GET, POST or PUT',
      ],
    ],
  },
};

const TEMPLATE_IDS = Object.keys(SAMPLES) as TemplateId[];

describe("policies", () => {
  test("have a sample of every template", () => {
    expect(TEMPLATE_IDS.toSorted()).toEqual(Object.keys(POLICY_TEMPLATES).toSorted());
  });

  test.each(TEMPLATE_IDS)("by the template %s have its parameters under their long names", (id) => {
    const { good } = SAMPLES[id];
    expect(policyInstance(id, { title: "Sample", parameters: good }, OPERATIONS)).toEqual({
      templateId: id,
      title: "Sample",
      ...(id === "pollingtrigger" && { type: "PollingTrigger" }),
      parameters: Object.fromEntries(
        Object.entries(good).map(([name, value]) => [PREFIX + name, value]),
      ),
    });
  });

  const BAD = TEMPLATE_IDS.flatMap((id) =>
    SAMPLES[id].bad.map(([parameters, message]) => [id, parameters, message] as const),
  );
  test.each(BAD)("by the template %s refuse %j", (id, parameters, message) => {
    const policy = { title: "Sample", parameters } as Policy<typeof id>;
    expect(() => policyInstance(id, policy, OPERATIONS)).toThrow(message);
    expect(() => policyInstance(id, policy, OPERATIONS)).toThrow(`The policy "Sample" (${id}): `);
  });

  test("are for the operations and the section that are named", () => {
    const policy: Policy<"setheader"> = {
      title: "Version",
      parameters: { name: "x-version", value: "2" },
      operations: ["GetStatus"],
      section: "Failure",
    };
    expect(policyInstance("setheader", policy, OPERATIONS)).toEqual({
      templateId: "setheader",
      title: "Version",
      parameters: {
        "x-ms-apimTemplateParameter.name": "x-version",
        "x-ms-apimTemplateParameter.value": "2",
        "x-ms-apimTemplate-policySection": "Failure",
        "x-ms-apimTemplate-operationName": ["GetStatus"],
      },
    });
  });

  const good = { name: "x-version", value: "2" };
  test.each<[string, TemplateId, object, string]>([
    [
      "an operation that is not there",
      "setheader",
      { title: "A", parameters: good, operations: ["GetStatus", "Nothing"] },
      'there is no operation "Nothing", expected CalculateCosts, GetStatus',
    ],
    ["an empty title", "setheader", { title: " ", parameters: good }, "the title is empty"],
    [
      "a section of another template",
      "stringreplace",
      { title: "A", parameters: SAMPLES.stringreplace.good, section: "Failure" },
      "the section is Failure, expected Request or Response",
    ],
    [
      "a section where there is none",
      "dynamichosturl",
      { title: "A", parameters: SAMPLES.dynamichosturl.good, section: "Request" },
      "the section is Request, but the template has none",
    ],
    [
      "an unknown template",
      "setcookie" as TemplateId,
      { title: "A", parameters: {} },
      "there is no such template, expected setheader, dynamichosturl",
    ],
  ])("refuse %s", (_what, id, policy, message) => {
    expect(() => policyInstance(id, policy as Policy<typeof id>, OPERATIONS)).toThrow(message);
  });

  test("name everything that is wrong at once, long values cut", () => {
    const parameters = { name: "a b", value: `${"x".repeat(100)}\n` };
    expect(() => policyInstance("setheader", { title: "A", parameters }, OPERATIONS)).toThrow(
      `The policy "A" (setheader): name is "a b", expected a header's name: letters, digits and ` +
        `hyphens; value is "${"x".repeat(59)}..., expected a text without line breaks.`,
    );
  });

  test("take connection parameters that each connection has, or a default", () => {
    const withValue = (value: string) => [
      policyInstance("setheader", { title: "Key", parameters: { name: "k", value } }, OPERATIONS),
    ];
    const ways = [["api_key", "host"], ["host"]];
    expect(() =>
      requireConnectionParameters(
        withValue("@connectionParameters('host') @connectionParameters('api_key','')"),
        ways,
      ),
    ).not.toThrow();
    for (const value of [
      "@connectionParameters('api_key')",
      "a@{connectionParameters('api_key')}",
    ]) {
      expect(() => requireConnectionParameters(withValue(value), ways)).toThrow(
        'The policy "Key" takes the connection parameter "api_key", which not every connection has.',
      );
    }
  });
});
