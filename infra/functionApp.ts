import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";
import type { HostingArgs, HostingKind } from "./hosting";
import { makerPortals } from "./makerPortals";
import type { Monitoring } from "./monitoring";
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
  /** Settings that the app's own code reads. */
  appSettings: Record<string, pulumi.Input<string>>;
  /** Where the connector's definition will be published. */
  definitionUrl: pulumi.Input<string>;
}

/** The function app on its plan, with its code. */
export class FunctionApp extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  /** Host name, and port where it is not the scheme's own. */
  readonly hostName: pulumi.Output<string>;
  /** What must be deployed before the app responds with its code. */
  readonly code: pulumi.Resource;

  constructor(name: string, args: FunctionAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("FunctionApp"), name, {}, opts);
    const { resourceGroupName, location, hosting, identity } = args;
    const parts = hosting.parts(args);

    const plan = new web.AppServicePlan(
      `${name}-plan`,
      { resourceGroupName, location, name: args.planName, ...parts.plan },
      // Another kind of hosting has another name, and the old plan can only go after the old app.
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
          cors: { allowedOrigins: [args.contentStorage.siteUrl, ...makerPortals] },
          ...parts.siteConfig,
          appSettings: nameValuePairs({ ...sharedSettings(args), ...parts.appSettings }),
        },
      },
      {
        parent: this,
        aliases: [{ name: "app" }],
        deleteBeforeReplace: false,
        // An app that starts before its roles are there fails, and may stay so.
        dependsOn: [...identity.roleAssignments],
        transforms: parts.siteConfig.netFrameworkVersion ? [] : [withoutNetFrameworkVersion],
      },
    );

    this.name = app.name;
    this.hostName = app.defaultHostName;
    this.code = hosting.deployCode({ ...args, app, name, parent: this });
    this.registerOutputs({ name: this.name, hostName: this.hostName });
  }
}

function sharedSettings(args: FunctionAppArgs): Record<string, pulumi.Input<string>> {
  const { hostStorage, identity, monitoring } = args;
  return {
    AzureWebJobsStorage__credential: "managedidentity",
    AzureWebJobsStorage__clientId: identity.clientId,
    AzureWebJobsStorage__blobServiceUri: hostStorage.account.primaryEndpoints.blob,
    AzureWebJobsStorage__queueServiceUri: hostStorage.account.primaryEndpoints.queue,
    AzureWebJobsStorage__tableServiceUri: hostStorage.account.primaryEndpoints.table,
    APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.connectionString,
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: pulumi.interpolate`ClientId=${identity.clientId};Authorization=AAD`,
    ...args.appSettings,
  };
}

function nameValuePairs(
  settings: Record<string, pulumi.Input<string>>,
): { name: string; value: pulumi.Input<string> }[] {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}
