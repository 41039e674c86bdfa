import * as pulumi from "@pulumi/pulumi";
import { authAppSettings } from "../connector/auth/authAppSettings";
import { addressOf } from "../function/http/address";
import { functionNamesOf } from "../function/functionNames";
import { SIGNING_KEY_SETTING } from "../function/security/signer";
import { CALLBACK_HOSTS_SETTING } from "../function/webhook/callbackAddress";
import { RETRY_SETTING } from "../function/webhook/deliverySettings";
import { Files, FunctionKey } from "../providers/functionapp/resources";
import { CONNECTOR_FILE_NAMES } from "../toolkit/document/connectorFileNames";
import { AppIdentity, type Grant } from "./appIdentity";
import type { ConnectorPlan } from "./connectorPlan";
import { consumptionHosting } from "./consumptionHosting";
import { ContentStorage } from "./contentStorage";
import { earlierPart } from "./earlierResources";
import { flexHosting } from "./flexHosting";
import { FunctionApp } from "./functionApp";
import type { Hosting, HostingKind } from "./hosting";
import { HostStorage } from "./hostStorage";
import { Monitoring } from "./monitoring";
import { MountedPackage } from "./mountedPackage";
import type { Names } from "./names";
import { Secrets } from "./secrets";
import { siteFiles, type SiteFilesOptions } from "./siteFiles";

/** Where an app of that origin serves the connector's definition. */
export function definitionAddress(origin: string): string {
  return addressOf(origin, CONNECTOR_FILE_NAMES.definition);
}

/** Where the parts of a connector are made. */
export interface ConnectorContext {
  readonly plan: ConnectorPlan;
  /** The connector's component. */
  readonly parent: pulumi.Resource;
  readonly resourceGroupName: pulumi.Input<string>;
  readonly location: pulumi.Input<string>;
  readonly subscriptionId: pulumi.Input<string>;
  /** The domain under which the cloud's function apps are, such as azurewebsites.net. */
  readonly functionAppDomain: pulumi.Input<string>;
  /** The name of one of its resources in Azure. */
  readonly azureName: (key: keyof Names) => pulumi.Output<string>;
}

/** The parts that keep data. */
export interface StorageParts {
  readonly monitoring: Monitoring;
  readonly hostStorage: HostStorage;
  readonly contentStorage: ContentStorage;
}

const HOSTING_KINDS: Record<Hosting, HostingKind> = {
  flex: flexHosting,
  consumption: consumptionHosting,
};

/** Options of a part: its place, and what it was in stacks of earlier versions. */
function partOptions(
  { plan, parent }: ConnectorContext,
  part: string,
  earlierName: string,
): pulumi.ComponentResourceOptions {
  return { parent, aliases: earlierPart(plan.name, part, earlierName) };
}

export function makeStorage(context: ConnectorContext): StorageParts {
  const { plan, resourceGroupName, location, azureName } = context;
  const { name, settings } = plan;
  const place = { resourceGroupName, location };
  return {
    monitoring: new Monitoring(
      `${name}-monitoring`,
      {
        ...place,
        workspaceName: azureName("workspace"),
        componentName: azureName("component"),
        retentionDays: settings.logRetentionDays,
      },
      partOptions(context, "Monitoring", "monitoring"),
    ),
    hostStorage: new HostStorage(
      `${name}-host-storage`,
      { ...place, accountName: azureName("hostStorageAccount") },
      partOptions(context, "HostStorage", "host-storage"),
    ),
    contentStorage: new ContentStorage(
      `${name}-content-storage`,
      { ...place, accountName: azureName("contentStorageAccount") },
      partOptions(context, "ContentStorage", "content-storage"),
    ),
  };
}

export function makeSecrets(context: ConnectorContext): Secrets {
  const { name, settings } = context.plan;
  return new Secrets(
    `${name}-secrets`,
    { modes: settings.auth.modes, version: settings.apiKeyVersion },
    partOptions(context, "Secrets", "secrets"),
  );
}

export function makeFunctionApp(
  context: ConnectorContext,
  storage: StorageParts,
  secrets: Secrets,
): FunctionApp {
  const { plan, resourceGroupName, location, azureName } = context;
  const { name, settings, args, code, fromProgram } = plan;
  const hosting = HOSTING_KINDS[settings.hosting];
  const place = { resourceGroupName, location };
  const seenPackage = { ...code, path: fromProgram(code.path) };
  const mounted = hosting.mountsPackage
    ? new MountedPackage(
        `${name}-package`,
        { resourceGroupName, contentStorage: storage.contentStorage, package: seenPackage },
        { parent: context.parent },
      )
    : undefined;
  return new FunctionApp(
    `${name}-function`,
    {
      ...place,
      hosting,
      planName: azureName("plan"),
      appName: azureName("functionApp"),
      ...storage,
      package: seenPackage,
      functionNames: functionNamesOf(args.connector),
      mounted,
      identity: makeIdentity(context, storage, hosting.grants(mounted)),
      nodeVersion: settings.nodeVersion,
      instanceMemoryMB: settings.instanceMemoryMB,
      maximumInstanceCount: settings.maximumInstanceCount,
      corsOrigins: settings.corsOrigins === "" ? [] : settings.corsOrigins.split(","),
      appSettings: appSettings(plan, secrets),
      definitionUrl: pulumi
        .all([azureName("functionApp"), context.functionAppDomain])
        .apply(([app, domain]) => definitionAddress(`https://${app}.${domain}`)),
    },
    partOptions(context, "FunctionApp", "function-app"),
  );
}

/** Grants the app what it needs, and nothing else. */
function makeIdentity(
  context: ConnectorContext,
  { hostStorage, monitoring }: StorageParts,
  hostingGrants: Record<string, Grant>,
): AppIdentity {
  const { plan, resourceGroupName, location, subscriptionId, azureName } = context;
  return new AppIdentity(
    `${plan.name}-app`,
    {
      resourceGroupName,
      location,
      subscriptionId,
      identityName: azureName("identity"),
      grants: {
        "host-storage-owner": { role: "storageBlobDataOwner", scope: hostStorage.account.id },
        "queue-contributor": { role: "storageQueueDataContributor", scope: hostStorage.account.id },
        "table-contributor": { role: "storageTableDataContributor", scope: hostStorage.account.id },
        "metrics-publisher": { role: "monitoringMetricsPublisher", scope: monitoring.componentId },
        ...hostingGrants,
      },
    },
    partOptions(context, "AppIdentity", "app-identity"),
  );
}

/** The function app's own settings, under the names that its code reads them by. */
function appSettings(
  { settings }: ConnectorPlan,
  secrets: Secrets,
): Record<string, pulumi.Input<string>> {
  const { auth, basicUserName, callbackHosts, noticeRetrySeconds } = settings;
  const { apiKey, basicPassword, signingKey } = secrets;
  return {
    ...authAppSettings<pulumi.Input<string>>(auth, { apiKey, basicUserName, basicPassword }),
    [SIGNING_KEY_SETTING]: signingKey,
    [CALLBACK_HOSTS_SETTING]: callbackHosts,
    [RETRY_SETTING]: String(noticeRetrySeconds),
  };
}

/**
 * Makes the app accept the API key.
 *
 * @returns the key, once the app accepts it; undefined without mode `apiKey`
 */
export function acceptApiKey(
  context: ConnectorContext,
  functionApp: FunctionApp,
  { apiKey }: Secrets,
): pulumi.Output<string> | undefined {
  const { plan, parent } = context;
  // Beside another mode the app compares keys itself, since the host would reject callers without one.
  if (!apiKey || plan.settings.auth.modes.length > 1) return apiKey;
  // The host keeps its keys once it runs the code.
  const accepted = new FunctionKey(
    `${plan.name}-api-key`,
    { appId: functionApp.app.id, name: "connector", value: apiKey },
    // The app takes its keys along, and its host may be down then.
    {
      parent,
      dependsOn: functionApp.code,
      deletedWith: functionApp.app,
    },
  );
  return pulumi.secret(accepted.value);
}

/** Publishes the site, after the code: a definition never describes an operation that is not served yet. */
export function publishSite(
  context: ConnectorContext,
  { contentStorage }: StorageParts,
  functionApp: FunctionApp,
  files: Pick<SiteFilesOptions, "definition" | "iconPath">,
): void {
  const { plan, parent } = context;
  new Files(
    `${plan.name}-published-site`,
    {
      accountId: contentStorage.account.id,
      blobEndpoint: contentStorage.blobEndpoint,
      containerName: contentStorage.siteContainerName,
      files: siteFiles({ ...files, fromProgram: plan.fromProgram }),
    },
    {
      parent,
      dependsOn: functionApp.code,
      deletedWith: contentStorage.account,
    },
  );
}
