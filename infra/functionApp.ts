import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";
import { SITE_SETTING } from "../function/http/publishedDocuments";
import { FunctionCode } from "../providers/functionapp/resources";
import type { ContentStorage } from "./contentStorage";
import type { HostingArgs, HostingKind } from "./hosting";
import { makerPortals } from "./makerPortals";
import type { Monitoring } from "./monitoring";
import type { Package } from "./package";
import { typeToken } from "./typeToken";
import { withoutNetFrameworkVersion } from "./withoutNetFrameworkVersion";

/** Inputs of {@link FunctionApp}. */
export interface FunctionAppArgs extends HostingArgs {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  hosting: HostingKind;
  planName: pulumi.Input<string>;
  appName: pulumi.Input<string>;
  monitoring: Monitoring;
  contentStorage: ContentStorage;
  /** Its path is relative to the folder of the program's main file. */
  package: Package;
  /** Names of all functions that the package registers. */
  functionNames: readonly string[];
  /** Origins of web pages that may call the app, beside the published site and the makers' portals. */
  corsOrigins: readonly string[];
  /** Settings that the app's own code reads. */
  appSettings: Record<string, pulumi.Input<string>>;
  /** Where the app will serve the connector's definition. */
  definitionUrl: pulumi.Input<string>;
}

/** The function app on its plan, with its code. */
export class FunctionApp extends pulumi.ComponentResource {
  readonly app: web.WebApp;
  readonly name: pulumi.Output<string>;
  /** Host name, and port where it is not the scheme's own. */
  readonly hostName: pulumi.Output<string>;
  /** Deployed once the app runs its code. */
  readonly code: FunctionCode;

  constructor(name: string, args: FunctionAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("FunctionApp"), name, {}, opts);
    const { resourceGroupName, location, hosting, identity } = args;
    const parts = hosting.parts(args);

    const plan = new web.AppServicePlan(
      `${name}-plan`,
      { resourceGroupName, location, name: args.planName, ...parts.plan },
      // Another kind of hosting has another name, and the old plan can only be deleted after the old app.
      { parent: this, aliases: [{ name: "plan" }], deleteBeforeReplace: false },
    );
    const app = new web.WebApp(
      `${name}-app`,
      {
        resourceGroupName,
        location,
        name: args.appName,
        serverFarmId: plan.id,
        ...parts.app,
        identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
        httpsOnly: true,
        clientAffinityEnabled: false,
        siteConfig: {
          http20Enabled: true,
          minTlsVersion: "1.2",
          apiDefinition: { url: args.definitionUrl },
          cors: {
            allowedOrigins: [args.contentStorage.siteUrl, ...makerPortals, ...args.corsOrigins],
          },
          ...parts.siteConfig,
          appSettings: nameValuePairs({ ...sharedSettings(args), ...parts.appSettings }),
        },
      },
      {
        parent: this,
        aliases: [{ name: "app" }],
        deleteBeforeReplace: false,
        // An app that starts before its roles are assigned fails, and may not recover.
        dependsOn: [...identity.roleAssignments],
        transforms: parts.siteConfig.netFrameworkVersion ? [] : [withoutNetFrameworkVersion],
      },
    );

    this.app = app;
    this.name = app.name;
    this.hostName = app.defaultHostName;
    this.code = new FunctionCode(
      `${name}-code`,
      {
        appId: app.id,
        package: new pulumi.asset.FileAsset(args.package.path),
        functions: [...args.functionNames],
        ...(args.mounted && { mountedFrom: args.mounted.url }),
      },
      { parent: this, deletedWith: app },
    );
    this.registerOutputs({ name: this.name, hostName: this.hostName });
  }
}

function sharedSettings(args: FunctionAppArgs): Record<string, pulumi.Input<string>> {
  const { hostStorage, contentStorage, identity, monitoring } = args;
  return {
    AzureWebJobsStorage__credential: "managedidentity",
    AzureWebJobsStorage__clientId: identity.clientId,
    // With the addresses alone, the host can start too early and stay without its storage.
    // https://github.com/Azure/azure-functions-host/issues/11787
    AzureWebJobsStorage__accountName: hostStorage.account.name,
    AzureWebJobsStorage__blobServiceUri: hostStorage.account.primaryEndpoints.blob,
    AzureWebJobsStorage__queueServiceUri: hostStorage.account.primaryEndpoints.queue,
    AzureWebJobsStorage__tableServiceUri: hostStorage.account.primaryEndpoints.table,
    APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.connectionString,
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: pulumi.interpolate`ClientId=${identity.clientId};Authorization=AAD`,
    [SITE_SETTING]: contentStorage.siteUrl,
    ...args.appSettings,
  };
}

function nameValuePairs(
  settings: Record<string, pulumi.Input<string>>,
): { name: string; value: pulumi.Input<string> }[] {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}
