import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse as parseYaml } from "yaml";
import * as v from "valibot";
import { DEFAULT_AUTH } from "../../connector/auth/auth";
import { AUTH_KEYS } from "../../connector/auth/authKeys";
import { thisConnector } from "../../function/thisConnector";
import documents = require("../../connector/documents/connectorDocuments");
import { readSettings, type Hosting } from "../../infra/config";
import { functionKeyTemplate } from "../../infra/functionKeyTemplate";
import { deriveNames, type NameSeed, type Names } from "../../infra/names";
import { oneDeployTemplate } from "../../infra/oneDeployTemplate";
import {
  apiKey,
  cloudOutputs,
  basicPassword,
  connectionString,
  expectedResources,
  signingKey,
  subscriptionId,
} from "../support/expectedResources";
import {
  allBefore,
  findResource,
  runOnMockEngine,
  withoutSecrets,
  type MockRun,
} from "../support/mockEngine";

import program = require("../../infra/index");
import { projectFolder } from "../support/projectFolder";

const fullSentence = v.pipe(v.string(), v.regex(/^[A-Z].{20,}\.$/));
/** What Pulumi.yaml says; every configuration key is declared in full. */
const project = v.parse(
  v.object({
    name: v.string(),
    config: v.record(
      v.string(),
      v.variant("type", [
        v.strictObject({
          type: v.literal("string"),
          default: v.string(),
          description: fullSentence,
        }),
        v.strictObject({
          type: v.literal("integer"),
          default: v.pipe(v.number(), v.integer()),
          description: fullSentence,
        }),
      ]),
    ),
  }),
  parseYaml(readFileSync(join(projectFolder, "Pulumi.yaml"), "utf8")),
);
const defaults = Object.fromEntries(
  Object.entries(project.config).map(([key, declared]) => [key, declared.default]),
);
const hostings: Hosting[] = ["flex", "consumption"];

/** The declared defaults with these changes, as the engine gives them to a program. */
function configuration(changes: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...defaults, ...changes }).map(([key, value]) => [
      `${project.name}:${key}`,
      String(value),
    ]),
  );
}

/** What auth oauth2 needs. */
const oauth2 = {
  oauth2Issuer: "https://issuer.example/",
  oauth2Audience: "turbines",
  oauth2KeySetUrl: "https://issuer.example/keys",
  oauth2ClientId: "connector",
  oauth2AuthorizationUrl: "https://issuer.example/authorize",
  oauth2TokenUrl: "https://issuer.example/token",
  oauth2Scopes: "read write",
};
/** What auth entraId needs. */
const entraId = {
  entraTenantId: "0A1B2C3D-0000-0000-0000-000000000001",
  entraClientId: "0a1b2c3d-0000-0000-0000-000000000002",
  entraResource: "api://0a1b2c3d-0000-0000-0000-000000000003",
};

function namesOf(seed: Partial<NameSeed>): Names {
  return deriveNames({
    project: project.name,
    stack: "dev",
    hosting: "flex",
    subscriptionId,
    ...seed,
  });
}

interface RunOptions {
  hosting: Hosting;
  hostName?: string;
  changes?: Record<string, string>;
}

function run({ hosting, hostName, changes }: RunOptions): Promise<MockRun> {
  return runOnMockEngine({
    program,
    project: project.name,
    stack: "dev",
    config: configuration({ hosting, ...changes }),
    call: () => ({ subscriptionId }),
    outputsOf: (type, name, inputs) => cloudOutputs(type, name, inputs, hostName),
  });
}

/** The part of an input under these keys. */
function part(stack: MockRun, label: string, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => Reflect.get(Object(value), key),
    findResource(stack, label).inputs,
  );
}

describe.each(hostings)("with hosting %s", (hosting) => {
  let stack: MockRun;
  beforeAll(async () => {
    stack = await run({ hosting });
  });

  test("these are the resources, their components and their inputs", () => {
    const packageBlob = part(stack, "storage:Blob package", "blobName");
    expect(packageBlob).toMatch(/^[0-9a-f]{64}\.zip$/);
    const registered = stack.custom.map(({ label, parent, inputs }) => [label, [parent, inputs]]);
    expect(Object.fromEntries(registered)).toEqual(
      expectedResources(hosting, namesOf({ hosting }), String(packageBlob)),
    );
    expect(new Set(stack.custom.map(({ label }) => label)).size).toBe(stack.custom.length);
  });

  test("the components carry the project's type tokens and stand under the stack", () => {
    expect(stack.components.map(({ label, parent }) => [label, parent])).toEqual([
      ["turbine-repair:infra:Monitoring monitoring", ""],
      ["turbine-repair:infra:HostStorage host-storage", ""],
      ["turbine-repair:infra:ContentStorage content-storage", ""],
      ["turbine-repair:infra:AppIdentity app-identity", ""],
      ["turbine-repair:infra:Secrets secrets", ""],
      ["turbine-repair:infra:FunctionApp function-app", ""],
      ["turbine-repair:infra:ApiKey connector-key", ""],
      ["turbine-repair:infra:PublishedSite published-site", ""],
    ]);
  });

  test("every uploaded file is there, seen from the folder of the program's main file", () => {
    const paths = stack.custom
      .map(({ label }) => part(stack, label, "source", "path"))
      .filter((path) => typeof path === "string");
    expect(paths).toHaveLength(7);
    expect(paths.filter((path) => !existsSync(join(projectFolder, "infra", path)))).toEqual([]);
  });

  test("the outputs are the published ones, and only the key is a secret", () => {
    const names = namesOf({ hosting });
    const host = `${names.functionApp}.azurewebsites.net`;
    const site = `https://${names.contentStorageAccount}.z6.web.core.windows.net`;
    expect(stack.outputs).toEqual({
      resourceGroupName: names.resourceGroup,
      functionAppName: names.functionApp,
      hostName: host,
      endpoint: `https://${host}/api/TurbineRepair`,
      auth: "apiKey",
      apiKey: { secret: apiKey },
      definitionUrl: `${site}/apiDefinition.swagger.json`,
      tryItUrl: `${site}/`,
    });
  });

  test("the key and the connection string stand in secrets only", () => {
    const all = [stack.outputs, ...stack.custom.map(({ inputs }) => inputs)];
    const plain = JSON.stringify(all.map(withoutSecrets));
    const whole = JSON.stringify(all);
    for (const value of [apiKey, signingKey, connectionString]) {
      expect(whole).toContain(value);
      expect(plain).not.toContain(value);
    }
  });

  test("the engine keeps as secrets what Azure answers with", () => {
    const secretOutputs = stack.custom
      .filter((resource) => resource.secretOutputs.length > 0)
      .map((resource) => [resource.label, resource.secretOutputs.toSorted()]);
    expect(Object.fromEntries(secretOutputs)).toEqual({
      "applicationinsights:Component component": ["connectionString", "instrumentationKey"],
      "random:index/randomPassword:RandomPassword api-key": ["bcryptHash", "result"],
      "random:index/randomPassword:RandomPassword signing-key": ["bcryptHash", "result"],
    });
  });

  test("nothing holds a shared access signature or an account's key", () => {
    const inputs = JSON.stringify(stack.custom.map((resource) => resource.inputs));
    expect(inputs).not.toMatch(/[?&](?:sig|sv|se)=|AccountKey|SharedAccessSignature/i);
  });

  test("the app waits for its roles", () => {
    const roles = stack.custom
      .map(({ label }) => label)
      .filter((label) => label.startsWith("authorization:RoleAssignment "));
    expect(roles).toHaveLength(hosting === "flex" ? 4 : 5);
    const before = allBefore(stack, "web:WebApp app");
    expect(roles.filter((role) => !before.has(role))).toEqual([]);
  });

  test("the key and the published files wait for the code", () => {
    const code = hosting === "flex" ? "resources:Deployment code" : "web:WebApp app";
    const published = stack.custom.filter(({ parent }) => parent === "published-site");
    const waiting = ["resources:Deployment api-key", ...published.map(({ label }) => label)];
    expect(waiting).toHaveLength(8);
    expect(waiting.filter((label) => !allBefore(stack, label).has(code))).toEqual([]);
    expect([...allBefore(stack, code)]).toEqual(
      expect.arrayContaining(["web:AppServicePlan plan", "storage:Blob package"]),
    );
  });

  test("a published file keeps its address when its content changes", () => {
    const published = stack.custom.filter(({ parent }) => parent === "published-site");
    expect(published.filter(({ deletesBeforeReplace }) => !deletesBeforeReplace)).toEqual([]);
  });
});

describe("on Flex Consumption", () => {
  let flex: MockRun;
  beforeAll(async () => {
    flex = await run({ hosting: "flex" });
  });

  // https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
  test("no app setting is sent that it refuses", () => {
    const refused = [
      "ENABLE_ORYX_BUILD",
      "FUNCTIONS_EXTENSION_VERSION",
      "FUNCTIONS_WORKER_RUNTIME",
      "FUNCTIONS_WORKER_RUNTIME_VERSION",
      "SCM_DO_BUILD_DURING_DEPLOYMENT",
      "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
      "WEBSITE_CONTENTSHARE",
      "WEBSITE_NODE_DEFAULT_VERSION",
      "WEBSITE_RUN_FROM_PACKAGE",
    ];
    const sent = JSON.stringify(
      part(flex, "web:WebApp app", "siteConfig", "secret", "appSettings"),
    );
    expect(sent).toContain('"APPLICATIONINSIGHTS_CONNECTION_STRING"');
    expect(refused.filter((name) => sent.includes(`"${name}"`))).toEqual([]);
  });

  // https://github.com/Azure/terraform-azurerm-avm-res-web-site/pull/345
  test("no site property is sent that it refuses, not even azure-native's own defaults", () => {
    const refused = [
      "ftpsState",
      "functionAppScaleLimit",
      "functionsRuntimeScaleMonitoringEnabled",
      "linuxFxVersion",
      "netFrameworkVersion",
      "preWarmedInstanceCount",
      "use32BitWorkerProcess",
      "windowsFxVersion",
    ];
    const sent = part(flex, "web:WebApp app", "siteConfig", "secret");
    expect(sent).toHaveProperty("alwaysOn", false);
    expect(refused.filter((name) => name in Object(sent))).toEqual([]);
  });

  test("a loopback host is called by http", async () => {
    const local = await run({ hosting: "flex", hostName: "127.0.0.1:7071" });
    expect(local.outputs).toMatchObject({
      hostName: "127.0.0.1:7071",
      endpoint: "http://127.0.0.1:7071/api/TurbineRepair",
    });
    const text = part(local, "storage:Blob apiDefinition.swagger.json", "source", "text");
    expect(JSON.parse(String(text))).toMatchObject({ host: "127.0.0.1:7071", schemes: ["http"] });
  });

  test("a higher key version asks for a new key, and changes nothing else", async () => {
    const rotated = await run({ hosting: "flex", changes: { apiKeyVersion: "2" } });
    const changed = rotated.custom.filter(
      ({ label, inputs }) =>
        JSON.stringify(inputs) !== JSON.stringify(findResource(flex, label).inputs),
    );
    expect(changed.map(({ label, inputs }) => [label, inputs["keepers"]])).toEqual([
      ["random:index/randomPassword:RandomPassword api-key", { version: "2" }],
    ]);
  });
});

describe("the ways to authenticate", () => {
  async function authRun(changes: Record<string, string>) {
    const stack = await run({ hosting: "flex", changes });
    const settings = part(stack, "web:WebApp app", "siteConfig", "secret", "appSettings");
    const text = part(stack, "storage:Blob apiDefinition.swagger.json", "source", "text");
    return {
      stack,
      appSettings: Object.fromEntries(
        (settings as { name: string; value: string }[])
          .filter(({ name }) => name.startsWith("CONNECTOR_"))
          .map(({ name, value }) => [name, value]),
      ),
      definition: JSON.parse(String(text)) as { securityDefinitions: object },
    };
  }
  const shared = {
    CONNECTOR_SIGNING_KEY: signingKey,
    CONNECTOR_CALLBACK_HOSTS: "",
    CONNECTOR_NOTICE_RETRY_SECONDS: "10",
  };
  const basicSettings = {
    CONNECTOR_BASIC_USER_NAME: "connector",
    CONNECTOR_BASIC_PASSWORD: basicPassword,
  };
  const entraIdSettings = {
    CONNECTOR_ENTRA_ID_ISSUERS:
      "https://login.microsoftonline.com/0a1b2c3d-0000-0000-0000-000000000001/v2.0 " +
      "https://sts.windows.net/0a1b2c3d-0000-0000-0000-000000000001/",
    CONNECTOR_ENTRA_ID_AUDIENCES:
      "api://0a1b2c3d-0000-0000-0000-000000000003 0a1b2c3d-0000-0000-0000-000000000003",
    CONNECTOR_ENTRA_ID_KEY_SET_URL:
      "https://login.microsoftonline.com/0a1b2c3d-0000-0000-0000-000000000001/discovery/v2.0/keys",
  };
  const oauth2Settings = {
    CONNECTOR_OAUTH2_ISSUERS: "https://issuer.example/",
    CONNECTOR_OAUTH2_AUDIENCES: "turbines",
    CONNECTOR_OAUTH2_KEY_SET_URL: "https://issuer.example/keys",
  };

  test.each<[string, Record<string, string>, Record<string, string>, string[], object]>([
    ["apiKey", {}, {}, ["apiKey"], { apikeyQuery: { in: "query", name: "code" } }],
    ["none", {}, {}, [], {}],
    ["basic", {}, basicSettings, ["basicUserName", "basicPassword"], { basic: { type: "basic" } }],
    ["oauth2", oauth2, oauth2Settings, [], { oauth2: { type: "oauth2" } }],
    ["entraId", entraId, entraIdSettings, [], { entraId: { type: "oauth2" } }],
    [
      "apiKey,entraId",
      { ...entraId, apiKeyLocation: "header" },
      { ...entraIdSettings, CONNECTOR_API_KEY: apiKey },
      ["apiKey"],
      { apikeyHeader: { in: "header", name: "x-functions-key" } },
    ],
    [
      "oauth2,entraId",
      { ...oauth2, ...entraId },
      { ...oauth2Settings, ...entraIdSettings },
      [],
      { oauth2: { type: "oauth2" } },
    ],
  ])(
    "%s: app, outputs and definition follow together",
    async (auth, changes, appSettings, secretOutputs, securityDefinitions) => {
      const made = await authRun({ auth, ...changes });
      expect(made.appSettings).toEqual({ ...shared, CONNECTOR_AUTH: auth, ...appSettings });
      const credentials = Object.keys(made.stack.outputs).filter((name) =>
        ["apiKey", "basicUserName", "basicPassword"].includes(name),
      );
      expect(credentials.toSorted()).toEqual(secretOutputs.toSorted());
      expect(made.definition.securityDefinitions).toMatchObject(securityDefinitions);
      expect(Object.keys(made.definition.securityDefinitions)).toEqual(
        Object.keys(securityDefinitions),
      );
      // The host asks for its own key only where it is the one way in.
      const labels = made.stack.custom.map(({ label }) => label);
      expect(labels.includes("resources:Deployment api-key")).toBe(auth === "apiKey");
    },
  );
});

describe("the settings", () => {
  function settingsOf(changes: Record<string, string>) {
    pulumi.runtime.setAllConfig(configuration(changes));
    return readSettings(new pulumi.Config(project.name));
  }
  function refusal(changes: Record<string, string>): string[] {
    try {
      settingsOf(changes);
    } catch (error) {
      if (pulumi.RunError.isInstance(error)) return error.message.split("\n");
      throw error;
    }
    return [];
  }

  test("are those that Pulumi.yaml declares, with its defaults", () => {
    const { auth, ...others } = settingsOf({});
    expect(auth).toEqual({
      modes: [defaults["auth"]],
      keyLocation: defaults["apiKeyLocation"],
    });
    expect(defaults).toMatchObject(others);
    const keys = [...Object.keys(others), ...AUTH_KEYS];
    expect(new Set(keys)).toEqual(new Set(Object.keys(defaults)));
  });

  test("describe issuers of tokens in full", () => {
    expect(settingsOf({ ...oauth2, ...entraId, auth: "oauth2, entraId" }).auth).toEqual({
      modes: ["oauth2", "entraId"],
      keyLocation: "query",
      oauth2: {
        issuer: "https://issuer.example/",
        audience: "turbines",
        keySetUrl: "https://issuer.example/keys",
        clientId: "connector",
        authorizationUrl: "https://issuer.example/authorize",
        tokenUrl: "https://issuer.example/token",
        scopes: ["read", "write"],
      },
      entraId: {
        tenantId: "0a1b2c3d-0000-0000-0000-000000000001",
        clientId: "0a1b2c3d-0000-0000-0000-000000000002",
        resource: "api://0a1b2c3d-0000-0000-0000-000000000003",
      },
    });
  });

  test.each([
    { instanceMemoryMB: "512" },
    { instanceMemoryMB: "4096" },
    { apiKeyVersion: "1000000" },
    { maximumInstanceCount: "1" },
    { maximumInstanceCount: "1000" },
    { hosting: "consumption", maximumInstanceCount: "200" },
    { logRetentionDays: "730" },
    { location: "brazilsouth" },
    { location: "eastus2" },
    { auth: "none" },
    { auth: "basic,apiKey", apiKeyLocation: "header", basicUserName: "r2-d2@example.com" },
    { auth: "oauth2", ...oauth2, oauth2KeySetUrl: "", oauth2Scopes: "" },
    { callbackHosts: "hooks.example.com,*.example.org" },
    { noticeRetrySeconds: "600" },
  ])("allow %p", (changes) => {
    expect(refusal(changes)).toEqual([]);
  });

  const authModes =
    "apiKey, none, basic, oauth2, entraId, or two of them but none separated by a comma";
  const callbackHosts =
    "host names in lower case, separated by commas, such as hooks.example.com,*.example.org";
  const region = "an Azure region's name, such as westeurope";
  test.each([
    ["location", "West Europe", region],
    ["location", "", region],
    ["hosting", "premium", "flex or consumption"],
    ["hosting", "Flex", "flex or consumption"],
    ["apiKeyVersion", "0", "a whole number from 1 to 1000000"],
    ["apiKeyVersion", "1.5", "a whole number from 1 to 1000000"],
    ["instanceMemoryMB", "1024", "512 or 2048 or 4096"],
    ["instanceMemoryMB", "2048MB", "512 or 2048 or 4096"],
    ["maximumInstanceCount", "0", "a whole number from 1 to 1000"],
    ["maximumInstanceCount", "1001", "a whole number from 1 to 1000"],
    ["maximumInstanceCount", "many", "a whole number from 1 to 1000"],
    ["logRetentionDays", "29", "a whole number from 30 to 730"],
    ["logRetentionDays", "731", "a whole number from 30 to 730"],
    ["logRetentionDays", "-30", "a whole number from 30 to 730"],
    ["noticeRetrySeconds", "0", "a whole number from 1 to 600"],
    ["auth", "magic", authModes],
    ["auth", "", authModes],
    ["auth", "apiKey,none", authModes],
    ["auth", "basic,basic", authModes],
    ["auth", "apiKey,basic,oauth2", authModes],
    ["apiKeyLocation", "body", "query or header"],
    ["basicUserName", "r2:d2", "1 to 64 characters without spaces and colons"],
    ["callbackHosts", "https://hooks.example.com", callbackHosts],
    ["callbackHosts", "*", callbackHosts],
    ["callbackHosts", "hooks.example.com,", callbackHosts],
  ])("refuse %s %p", (key, value, allowed) => {
    expect(refusal({ [key]: value })).toEqual([
      `Configuration turbine-repair:${key} is "${value}", expected ${allowed}. ` +
        `Set it with: pulumi config set ${key} VALUE`,
    ]);
  });

  test("allow fewer instances with hosting consumption", () => {
    const problems = refusal({ hosting: "consumption", maximumInstanceCount: "201" });
    expect(problems).toEqual([expect.stringContaining("a whole number from 1 to 200")]);
  });

  test("that are wrong are all named at once, with those that nothing reads", () => {
    const problems = refusal({
      location: "Mars",
      hosting: "premium",
      apiKeyVersion: "first",
      instanceMemoryMB: "lots",
      maximumInstanceCount: "0",
      logRetentionDays: "1",
      noticeRetrySeconds: "soon",
      callbackHosts: "everywhere!",
      basicUserName: "",
      auth: "oauth2,entraId",
      apiKeyLocation: "body",
      oauth2Issuer: "http://issuer.example",
      oauth2KeySetUrl: "keys",
      oauth2AuthorizationUrl: "ftp://issuer.example",
      entraTenantId: "contoso.example",
      entraAuthority: "login",
      hostign: "flex",
    });
    const keys = problems.map(
      (problem) => /^Configuration turbine-repair:(\w+) /.exec(problem)?.[1],
    );
    // Any mode but an unknown one and any scopes are right.
    const right = new Set(["auth", "oauth2Scopes"]);
    const wrong = Object.keys(project.config).filter((key) => !right.has(key));
    expect(new Set(keys)).toEqual(new Set([...wrong, "hostign"]));
    expect(problems.find((problem) => problem.includes("hostign"))).toMatch(
      /is not known, expected one of .*hosting.*pulumi config rm hostign$/,
    );
  });

  test("that are wrong stop the program before it registers anything", async () => {
    const newResource = jest.fn();
    await pulumi.runtime.setMocks({ newResource, call: () => ({ subscriptionId }) }, project.name);
    pulumi.runtime.setAllConfig(configuration({ hosting: "premium" }));
    await expect(program()).rejects.toThrow('turbine-repair:hosting is "premium"');
    expect(newResource).not.toHaveBeenCalled();
  });
});

describe("a connector that the platform would refuse", () => {
  test("stops the program before it registers anything, with what is wrong and how to mend it", async () => {
    const right = documents.connectorDocuments({
      connector: thisConnector,
      auth: DEFAULT_AUTH,
      host: "app.example",
    });
    const info = { ...right.definition.info, title: "" };
    jest
      .spyOn(documents, "connectorDocuments")
      .mockReturnValueOnce({ ...right, definition: { ...right.definition, info } });
    const newResource = jest.fn();
    await pulumi.runtime.setMocks({ newResource, call: () => ({ subscriptionId }) }, project.name);
    pulumi.runtime.setAllConfig(configuration());
    const refusal = program();
    await expect(refusal).rejects.toThrow(pulumi.RunError);
    await expect(refusal).rejects.toThrow(
      /^The connector would be refused, so nothing is deployed:\napiDefinition\.swagger\.json \$\.info\.title: .+/,
    );
    expect(newResource).not.toHaveBeenCalled();
  });
});

describe("the names", () => {
  // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
  const rules: [keyof Names, RegExp][] = [
    ["resourceGroup", /^[-\w.()]{0,89}[-\w()]$/],
    ["identity", /^[a-z0-9][-\w]{2,127}$/i],
    ["workspace", /^[a-z0-9][-a-z0-9]{2,61}[a-z0-9]$/i],
    ["component", /^[-\w.()]{0,259}[-\w()]$/],
    ["plan", /^[-a-z0-9]{1,60}$/i],
    ["functionApp", /^[a-z0-9][-a-z0-9]{0,58}[a-z0-9]$/],
    ["hostStorageAccount", /^[a-z0-9]{3,24}$/],
    ["contentStorageAccount", /^[a-z0-9]{3,24}$/],
  ];
  const unique = ["functionApp", "hostStorageAccount", "contentStorageAccount"] as const;
  const oddStacks = ["a", "dev", "a-b-c-d-e-f-g-h-i-j", "x1234567890123456789", "a0-0-0-0"];

  test.each(oddStacks.flatMap((stack) => hostings.map((hosting) => ({ stack, hosting }))))(
    "are names that Azure allows for %p",
    (seed) => {
      const names = namesOf(seed);
      const refused = rules.filter(([key, rule]) => !rule.test(names[key]));
      expect(refused).toEqual([]);
      expect(new Set(Object.values(names)).size).toBe(rules.length);
    },
  );

  test("are the same for the same stack", () => {
    expect(namesOf({})).toEqual(namesOf({}));
  });

  test.each<[string, Partial<NameSeed>]>([
    ["subscription", { subscriptionId: "99999999-2222-3333-4444-555555555555" }],
    ["stack, where its first letters are alike", { stack: "dev-contoso-1" }],
    ["project", { project: "turbine-check" }],
  ])("that must be unique in the world differ by %s", (_by, seed) => {
    const names = namesOf({ stack: "dev-contoso-2" });
    const others = namesOf({ stack: "dev-contoso-2", ...seed });
    expect(unique.filter((key) => names[key] === others[key])).toEqual([]);
  });

  test("give another kind of hosting another app and plan, on the same storage", () => {
    const flex = namesOf({ hosting: "flex" });
    const consumption = namesOf({ hosting: "consumption" });
    const changed = rules.map(([key]) => key).filter((key) => flex[key] !== consumption[key]);
    expect(changed).toEqual(["plan", "functionApp"]);
  });

  test.each([
    ["", "empty"],
    ["Dev", "upper case"],
    ["1dev", "a digit first"],
    ["-dev", "a hyphen first"],
    ["dev-", "a hyphen last"],
    ["a--b", "two hyphens"],
    ["my_dev", "an underscore"],
    ["dev.test", "a period"],
    ["tenant-ä", "a letter outside a to z"],
    ["dev\n", "a line's end"],
    ["a12345678901234567890", "21 characters"],
    ["a-1234567890123456789", "21 characters with a hyphen"],
  ])("refuse the stack name %p: %s", (stack) => {
    const derive = () => namesOf({ stack });
    expect(derive).toThrow(pulumi.RunError);
    expect(derive).toThrow(`"${stack}" cannot be used in Azure names: expected 1 to 20 lower-case`);
    expect(derive).toThrow("pulumi stack init NAME");
  });
});

describe.each(Object.entries({ oneDeployTemplate, functionKeyTemplate }))(
  "%s",
  (_name, template) => {
    test("uses every parameter that it declares, and no other", () => {
      const used = JSON.stringify(template.resources).matchAll(/parameters\('(\w+)'\)/g);
      expect(new Set([...used].map(([, name]) => name))).toEqual(
        new Set(Object.keys(template.parameters)),
      );
    });

    test("has no default for a secret", () => {
      const secrets = Object.values(template.parameters).filter(
        ({ type }) => type.toLowerCase() === "securestring",
      );
      expect(secrets.filter((parameter) => "defaultValue" in parameter)).toEqual([]);
    });
  },
);

test("the key's parameter is a secure one, which Azure does not show again", () => {
  expect(functionKeyTemplate.parameters.keyValue.type).toBe("secureString");
});
