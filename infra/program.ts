import { join } from "node:path";
import { getClientConfig } from "@pulumi/azure-native/authorization";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { appSettings } from "../connector/appSettings";
import { CONNECTOR_FILE_NAMES } from "../toolkit/document/connectorFileNames";
import { operationUrl } from "../connector/definition/operations";
import { connectorDocuments } from "../connector/documents/connectorDocuments";
import { primaryContract } from "../function/contract/connector";
import { thisConnector } from "../function/thisConnector";
import { ApiKey } from "./apiKey";
import { AppIdentity } from "./appIdentity";
import { readSettings, type Hosting } from "./config";
import { consumptionHosting } from "./consumptionHosting";
import { ContentStorage } from "./contentStorage";
import { flexHosting } from "./flexHosting";
import { FunctionApp } from "./functionApp";
import type { HostingKind } from "./hosting";
import { HostStorage } from "./hostStorage";
import { Monitoring } from "./monitoring";
import { deriveNames } from "./names";
import { buildPackage } from "./package";
import { PublishedSite } from "./publishedSite";
import { requireSoundConnector } from "./requireSoundConnector";
import { Secrets } from "./secrets";
import { siteFiles } from "./siteFiles";
import { PLACEHOLDER_HOST } from "../toolkit/document/host";

const root = join(__dirname, "..");
const hostings: Record<Hosting, HostingKind> = {
  flex: flexHosting,
  consumption: consumptionHosting,
};

/** The Pulumi program: one stack is one tenant's function app, its key and its published connector. */
export async function program(): Promise<Record<string, pulumi.Output<string> | undefined>> {
  const settings = readSettings(new pulumi.Config());
  const { auth, location } = settings;
  await requireSoundConnector(
    connectorDocuments({ connector: thisConnector, auth, host: PLACEHOLDER_HOST }),
  );
  const { subscriptionId } = await getClientConfig();
  const names = deriveNames({
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    hosting: settings.hosting,
    subscriptionId,
  });
  const code = buildPackage({
    functionDirectory: join(root, "function"),
    outputDirectory: join(root, "dist"),
  });
  const hosting = hostings[settings.hosting];

  const resourceGroup = new ResourceGroup("resource-group", {
    resourceGroupName: names.resourceGroup,
    location,
  });
  const resourceGroupName = resourceGroup.name;

  const monitoring = new Monitoring("monitoring", {
    resourceGroupName,
    location,
    workspaceName: names.workspace,
    componentName: names.component,
    retentionDays: settings.logRetentionDays,
  });
  const hostStorage = new HostStorage("host-storage", {
    resourceGroupName,
    location,
    accountName: names.hostStorageAccount,
  });
  const contentStorage = new ContentStorage("content-storage", {
    resourceGroupName,
    location,
    accountName: names.contentStorageAccount,
    package: code,
  });
  const identity = new AppIdentity("app-identity", {
    resourceGroupName,
    location,
    subscriptionId,
    identityName: names.identity,
    grants: {
      "host-storage-owner": { role: "storageBlobDataOwner", scope: hostStorage.account.id },
      "queue-contributor": { role: "storageQueueDataContributor", scope: hostStorage.account.id },
      "table-contributor": { role: "storageTableDataContributor", scope: hostStorage.account.id },
      "metrics-publisher": { role: "monitoringMetricsPublisher", scope: monitoring.componentId },
      ...hosting.grants(contentStorage),
    },
  });
  const secrets = new Secrets("secrets", { modes: auth.modes, version: settings.apiKeyVersion });
  const definitionUrl = pulumi.interpolate`${contentStorage.siteUrl}/${CONNECTOR_FILE_NAMES.definition}`;
  const functionApp = new FunctionApp("function-app", {
    resourceGroupName,
    location,
    hosting,
    planName: names.plan,
    appName: names.functionApp,
    hostStorage,
    contentStorage,
    monitoring,
    identity,
    instanceMemoryMB: settings.instanceMemoryMB,
    maximumInstanceCount: settings.maximumInstanceCount,
    appSettings: appSettings<pulumi.Input<string>>({
      auth,
      secrets: {
        apiKey: secrets.apiKey,
        basicUserName: settings.basicUserName,
        basicPassword: secrets.basicPassword,
        signingKey: secrets.signingKey,
      },
      callbackHosts: settings.callbackHosts,
      noticeRetrySeconds: settings.noticeRetrySeconds,
    }),
    definitionUrl,
  });
  // Beside another mode the app compares keys itself, for the host would turn everybody else away.
  const isKeyTheHosts = auth.modes.length === 1;
  const apiKey =
    secrets.apiKey && isKeyTheHosts
      ? new ApiKey("connector-key", {
          resourceGroupName,
          appName: functionApp.name,
          keyName: "connector",
          value: secrets.apiKey,
          after: functionApp.code,
        }).value
      : secrets.apiKey;
  const liveDefinition = functionApp.hostName.apply(
    (host) => connectorDocuments({ connector: thisConnector, auth, host }).definition,
  );
  new PublishedSite("published-site", {
    resourceGroupName,
    contentStorage,
    files: siteFiles(liveDefinition),
    after: functionApp.code,
  });

  const outputs = {
    resourceGroupName,
    functionAppName: functionApp.name,
    hostName: functionApp.hostName,
    endpoint: liveDefinition.apply((document) =>
      operationUrl(document, primaryContract(thisConnector)),
    ),
    auth: pulumi.output(auth.modes.join(",")),
    apiKey,
    basicUserName: secrets.basicPassword && pulumi.output(settings.basicUserName),
    basicPassword: secrets.basicPassword,
    definitionUrl,
    tryItUrl: pulumi.interpolate`${contentStorage.siteUrl}/`,
  };
  // Pulumi warns of an output without a value, and not every stack has a key or a password.
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}
