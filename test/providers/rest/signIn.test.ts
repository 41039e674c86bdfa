import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as identity from "@azure/identity";
import { showAccount, type CliRun, type RunCli } from "../../../providers/rest/azureCli";
import { cloudNamed, cloudOfMetadataHost } from "../../../providers/rest/azureCloud";
import {
  AZURE_SETTINGS,
  readAzureConfig,
  type AzureConfig,
  type Texts,
} from "../../../providers/rest/azureConfig";
import { AzureSession } from "../../../providers/rest/azureSession";
import { makeCredential, signInMethod } from "../../../providers/rest/credential";
import { configurationProblems } from "../../../providers/rest/providerConfiguration";
import { RestClient } from "../../../providers/rest/restClient";
import { stackConfiguration } from "../../../providers/rest/stackConfiguration";
import { tokenClaims } from "../../../providers/rest/tokenClaims";
import { temporaryDirectory } from "../../support/localCloud/cleanUp";
import { FakeAzure, fakeDeployer, fakeToken } from "../../support/providers/fakeAzure";

const { signal } = new AbortController();

function configOf(own: Texts): AzureConfig {
  return readAzureConfig({ own, azureNative: {}, environment: {} });
}

const application = { subscriptionId: "s", tenantId: "t", clientId: "c" };

describe("the configuration", () => {
  test("is the provider's own, then azure-native's, then the environment's", () => {
    const environment = {
      ARM_TENANT_ID: "environment",
      ARM_CLIENT_ID: "environment",
      ARM_SUBSCRIPTION_ID: "environment",
    };
    const azureNative = { tenantId: "native", clientId: "native", clientSecret: "" };
    const { tenantId, clientId, subscriptionId, clientSecret } = readAzureConfig({
      own: { tenantId: "own", clientId: "" },
      azureNative,
      environment: { ...environment, ARM_CLIENT_SECRET: "environment" },
    });
    expect({ tenantId, clientId, subscriptionId, clientSecret }).toEqual({
      tenantId: "own",
      clientId: "native",
      subscriptionId: "environment",
      clientSecret: "environment",
    });
  });

  // https://www.pulumi.com/registry/packages/azure-native/installation-configuration/
  test("has azure-native's names", () => {
    const variables = Object.entries(AZURE_SETTINGS).map(([name, setting]) => [
      name,
      setting.variables,
    ]);
    expect(Object.fromEntries(variables)).toEqual({
      subscriptionId: ["ARM_SUBSCRIPTION_ID"],
      tenantId: ["ARM_TENANT_ID"],
      clientId: ["ARM_CLIENT_ID"],
      clientSecret: ["ARM_CLIENT_SECRET"],
      clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
      clientCertificatePassword: ["ARM_CLIENT_CERTIFICATE_PASSWORD"],
      useOidc: ["ARM_USE_OIDC"],
      oidcToken: ["ARM_OIDC_TOKEN"],
      oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH"],
      oidcRequestToken: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
      oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"],
      oidcAudience: ["ARM_OIDC_AUDIENCE"],
      useMsi: ["ARM_USE_MSI"],
      useDefaultAzureCredential: ["ARM_USE_DEFAULT_AZURE_CREDENTIAL"],
      environment: ["ARM_ENVIRONMENT", "AZURE_ENVIRONMENT"],
      metadataHost: ["ARM_METADATA_HOSTNAME"],
      disableInstanceDiscovery: ["ARM_DISABLE_INSTANCE_DISCOVERY"],
      auxiliaryTenantIds: ["ARM_AUXILIARY_TENANT_IDS"],
    });
  });

  test("reads flags and lists", () => {
    const config = configOf({ useMsi: "true", useOidc: "1", auxiliaryTenantIds: '["a","b"]' });
    expect(config).toMatchObject({ useMsi: true, useOidc: false, auxiliaryTenantIds: ["a", "b"] });
    expect(() => configOf({ auxiliaryTenantIds: "a,b" })).toThrow(
      /auxiliaryTenantIds is "a,b", expected a JSON array of tenant ids; set ARM_AUXILIARY_TENANT_IDS/,
    );
    expect(configurationProblems({ useOidc: "yes", useMsi: true, tenantId: "yes" })).toEqual([
      { property: "useOidc", reason: expect.stringMatching(/expected true or false/) },
    ]);
  });

  test("of azure-native comes with the stack's, which the engine gives to each provider", () => {
    const text = JSON.stringify({ "azure-native:tenantId": "t", "azure:clientId": "c" });
    expect(stackConfiguration(text, "azure-native")).toEqual({ tenantId: "t" });
    expect(stackConfiguration(undefined, "azure-native")).toEqual({});
    expect(stackConfiguration("{", "azure-native")).toEqual({});
  });
});

describe("the way to sign in", () => {
  const all = {
    ...application,
    useDefaultAzureCredential: "true",
    clientCertificatePath: "cert.pem",
    clientSecret: "hidden",
    useOidc: "true",
    oidcToken: "token",
    useMsi: "true",
  };

  test("is the first that is configured, in azure-native's order, and az login without any", () => {
    const order = [];
    let config: Texts = all;
    for (const next of [
      "useDefaultAzureCredential",
      "clientCertificatePath",
      "clientSecret",
      "useOidc",
      "useMsi",
      "",
    ]) {
      order.push(signInMethod(configOf(config)));
      config = { ...config, [next]: "" };
    }
    expect(order).toEqual([
      "default",
      "clientCertificate",
      "clientSecret",
      "oidc",
      "managedIdentity",
      "azureCli",
    ]);
  });

  test.each([
    [
      { useDefaultAzureCredential: "true" },
      "Azure's default credential needs subscriptionId: set ARM_SUBSCRIPTION_ID, or run: pulumi config set azure-native:subscriptionId VALUE",
    ],
    [{ useMsi: "true" }, "a managed identity needs subscriptionId"],
    [
      { clientSecret: "x", subscriptionId: "s" },
      "a client secret needs tenantId: set ARM_TENANT_ID",
    ],
    [{ clientSecret: "x", subscriptionId: "s", tenantId: "t" }, "a client secret needs clientId"],
    [
      { clientCertificatePath: "x", ...application, clientId: "" },
      "a client certificate needs clientId",
    ],
    [{ useOidc: "true", ...application, tenantId: "" }, "OIDC needs tenantId"],
    [{ useOidc: "true", ...application }, "OIDC needs a token: set ARM_OIDC_TOKEN"],
    [{ useOidc: "true", ...application, oidcRequestUrl: "https://a.test" }, "OIDC needs a token"],
  ])("%j says what is missing in one sentence", (own, message) => {
    expect(() => signInMethod(configOf(own))).toThrow(`Signing in by ${message}`);
  });
});

/** What a client would prove itself with. */
async function assertionOf(credential: object): Promise<string> {
  const get: unknown = Reflect.get(credential, "getAssertion");
  return (get as () => Promise<string>)();
}

describe("the credential", () => {
  const cloud = cloudNamed("china");
  const make = async (own: Texts, httpClient = new FakeAzure()) => {
    if (cloud === undefined) throw new Error("There is no such cloud.");
    return makeCredential({
      config: configOf({ ...application, ...own }),
      cloud,
      rest: new RestClient({ userAgent: "test", httpClient }),
    });
  };

  test.each([
    [{ useDefaultAzureCredential: "true" }, identity.DefaultAzureCredential],
    [{ clientSecret: "hidden" }, identity.ClientSecretCredential],
    [{ useOidc: "true", oidcToken: "t" }, identity.ClientAssertionCredential],
    [{ useMsi: "true" }, identity.ManagedIdentityCredential],
    [{}, identity.AzureCliCredential],
  ])("of %j is the SDK's own", async (own, expected) => {
    expect(await make(own)).toBeInstanceOf(expected);
  });

  test("of a certificate is read in PEM, and another form is told how to be converted", async () => {
    const folder = temporaryDirectory();
    const path = join(folder, "cert.pfx");
    writeFileSync(path, "binary");
    await expect(make({ clientCertificatePath: path })).rejects.toThrow(
      `openssl pkcs12 -in ${path} -out certificate.pem -nodes`,
    );
    await expect(make({ clientCertificatePath: join(folder, "none") })).rejects.toThrow(
      /cannot be read: .*ENOENT.*; correct ARM_CLIENT_CERTIFICATE_PATH/,
    );
    writeFileSync(path, "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n");
    expect(await make({ clientCertificatePath: path })).toBeInstanceOf(
      identity.ClientCertificateCredential,
    );
  });

  test("by OIDC has the token, the file's, or the one that the pipeline issues", async () => {
    const path = join(temporaryDirectory(), "token");
    writeFileSync(path, "from-file\n");
    const azure = new FakeAzure().on("GET /issue", { status: 200, body: { value: "issued" } });
    const request = { oidcRequestUrl: "https://issuer.test/issue?a=1", oidcRequestToken: "asking" };
    const given = await make({ useOidc: "true", oidcToken: "given", oidcTokenFilePath: path });
    const filed = await make({ useOidc: "true", oidcTokenFilePath: path, ...request });
    const issued = await make({ useOidc: "true", ...request }, azure);
    expect(await Promise.all([given, filed, issued].map(assertionOf))).toEqual([
      "given",
      "from-file",
      "issued",
    ]);
    expect(azure.sent).toEqual([
      expect.objectContaining({
        url: "https://issuer.test/issue?a=1&audience=api%3A%2F%2FAzureADTokenExchange",
        headers: expect.objectContaining({ authorization: "Bearer asking" }),
      }),
    ]);
    const refusing = new FakeAzure().on("GET /issue", { status: 403, body: "not for asking" });
    const refused = await make({ useOidc: "true", ...request }, refusing);
    await expect(assertionOf(refused)).rejects.toThrow(
      "The pipeline did not issue an OIDC token: not for [secret] (HTTP 403, request id request-1).",
    );
  });
});

describe("the cloud", () => {
  test.each([
    ["public", "https://management.azure.com"],
    ["AzureCloud", "https://management.azure.com"],
    ["USGovernment", "https://management.usgovcloudapi.net"],
    ["AzureChinaCloud", "https://management.chinacloudapi.cn"],
  ])("%s is known by its name", (name, resourceManager) => {
    expect(cloudNamed(name)?.resourceManager).toBe(resourceManager);
  });

  test("by another name is none", () => {
    expect(cloudNamed("toString")).toBeUndefined();
  });

  const metadata = {
    name: "Stack",
    resourceManager: "https://management.stack.test/",
    authentication: {
      loginEndpoint: "https://login.stack.test/",
      audiences: ["https://management.stack.test/abc", "https://other.test"],
    },
    suffixes: { storage: "stack.test" },
  };

  test("of a metadata host is as the host says", async () => {
    const azure = new FakeAzure().on("GET /metadata/endpoints", { status: 200, body: metadata });
    const rest = new RestClient({ userAgent: "test", httpClient: azure });
    expect(await cloudOfMetadataHost(rest, "stack.test:8443", signal)).toEqual({
      name: "Stack",
      resourceManager: "https://management.stack.test",
      audience: "https://management.stack.test/abc",
      loginEndpoint: "https://login.stack.test",
      storageSuffix: "stack.test",
      functionAppDomain: "azurewebsites.net",
    });
    expect(azure.sent[0]?.url).toBe(
      "https://stack.test:8443/metadata/endpoints?api-version=2022-09-01",
    );
    azure.on("GET /metadata/endpoints", { status: 200, body: {} });
    await expect(cloudOfMetadataHost(rest, "stack.test", signal)).rejects.toThrow(
      /metadata host stack\.test did not describe a cloud: .* Check metadataHost or ARM_METADATA_HOSTNAME/,
    );
  });
});

describe("the Azure CLI", () => {
  const shown = { id: "sub", tenantId: "ten", environmentName: "AzureUSGovernment" };
  const cli =
    (run: Partial<CliRun>, calls: string[][] = []): RunCli =>
    async (args) => {
      calls.push([...args]);
      return { code: 0, stdout: JSON.stringify(shown), stderr: "", ...run };
    };

  test("shows its subscription, or the one that is asked for", async () => {
    const calls: string[][] = [];
    const account = { subscriptionId: "sub", tenantId: "ten", cloudName: "AzureUSGovernment" };
    expect(await showAccount("", signal, cli({}, calls))).toEqual(account);
    await showAccount("mine", signal, cli({}, calls));
    expect(calls).toEqual([
      ["account", "show", "--output", "json"],
      ["account", "show", "--output", "json", "--subscription", "mine"],
    ]);
    await expect(showAccount("a b; c", signal, cli({}, calls))).rejects.toThrow(
      /not a subscription id/,
    );
  });

  test.each([
    [{ code: "ENOENT" }, "the Azure CLI is not installed: install it and run az login"],
    [
      { code: 1, stderr: "ERROR: Please run 'az login' to setup account." },
      "is not signed in, or its sign-in has expired; run: az login",
    ],
    [{ code: 1, stderr: "AADSTS700082: The refresh token has expired" }, "run: az login"],
    [
      { code: 1, stderr: "ERROR: The subscription of 'sub' doesn't exist in cloud" },
      "does not know the subscription sub",
    ],
    [{ code: 3, stderr: "one\ntwo" }, "az account show failed with 3: one."],
    [{ stdout: "[]" }, "did not answer with a subscription"],
  ])("that says %j is told in words", async (run, message) => {
    await expect(showAccount("sub", signal, cli(run))).rejects.toThrow(message);
  });

  test("that is not there is told in words too", async () => {
    const path = process.env["PATH"];
    process.env["PATH"] = temporaryDirectory();
    try {
      await expect(showAccount("", signal)).rejects.toThrow(/not installed/);
    } finally {
      process.env["PATH"] = path;
    }
  });

  const session = (own: Texts, run: Partial<CliRun> = {}): AzureSession =>
    new AzureSession({ config: configOf(own), userAgent: "test", runCli: cli(run) });

  test("says subscription and tenant, as far as nothing else does", async () => {
    expect(await session({}).clientConfig(signal)).toEqual({
      subscriptionId: "sub",
      tenantId: "ten",
    });
    expect(
      await session({ subscriptionId: "s", tenantId: "t" }, { code: 1 }).clientConfig(signal),
    ).toEqual({
      subscriptionId: "s",
      tenantId: "t",
    });
    await expect(session({ useMsi: "true" }).clientConfig(signal)).rejects.toThrow(
      /needs subscriptionId/,
    );
  });

  test("says the cloud, and another one that is configured is refused", async () => {
    expect((await session({}).cloud(signal)).name).toBe("AzureUSGovernment");
    expect((await session({ environment: "usgov" }).cloud(signal)).name).toBe("AzureUSGovernment");
    await expect(session({ environment: "china" }).cloud(signal)).rejects.toThrow(
      "The Azure CLI is set to the cloud AzureUSGovernment, and the deployment to AzureChinaCloud; run: az cloud set --name AzureChinaCloud",
    );
    await expect(session({ environment: "moon" }).cloud(signal)).rejects.toThrow(
      /expected public, usgovernment or china/,
    );
  });
});

test("a token says who deploys", () => {
  expect(tokenClaims(fakeToken())).toEqual({ oid: fakeDeployer, tid: "tenant", idtyp: "app" });
  expect(() => tokenClaims("opaque")).toThrow(/names no principal/);
});

test("a failed sign-in is told in one sentence, without what was secret", async () => {
  const message =
    "invalid_client: Error(s): 7000215 - Timestamp: x - Description: AADSTS7000215: Invalid client secret hidden. Trace ID: y\nmore";
  const failing = new AzureSession({
    config: configOf({ ...application, clientSecret: "hidden" }),
    userAgent: "test",
    credential: { getToken: () => Promise.reject(new Error(message)) },
  });
  await expect(failing.deployer(signal)).rejects.toThrow(
    /^Signing in to Azure by a client secret as c failed: AADSTS7000215: Invalid client secret \[secret\]; correct ARM_CLIENT_SECRET, ARM_CLIENT_ID and ARM_TENANT_ID\.$/,
  );
});
