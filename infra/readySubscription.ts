import * as pulumi from "@pulumi/pulumi";
import { Preflight, ResourceProviders } from "../providers/functionapp/resources";
import type { ConnectorContext } from "./connectorParts";

/**
 * Azure's services that a connector uses. A subscription that has never used one has to register it first; the last
 * is of the alert rule that Application Insights makes by itself.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types
 */
export const RESOURCE_PROVIDERS = [
  "Microsoft.Web",
  // Flex Consumption runs on Container Apps.
  "Microsoft.App",
  "Microsoft.Storage",
  "Microsoft.ManagedIdentity",
  "Microsoft.Authorization",
  "Microsoft.OperationalInsights",
  "Microsoft.Insights",
  "Microsoft.AlertsManagement",
] as const;

/** Checks a subscription before anything is made in it, and registers the services that it lacks. */
export function readySubscription({
  plan,
  parent,
  subscriptionId,
  azureName,
}: Pick<ConnectorContext, "plan" | "parent" | "subscriptionId" | "azureName">): pulumi.Resource {
  const { name, args, settings } = plan;
  const resourceProviders = [...RESOURCE_PROVIDERS];
  const preflight = settings.skipPreflight
    ? []
    : [
        new Preflight(
          `${name}-preflight`,
          {
            subscriptionId,
            location: args.location,
            resourceGroupName: args.resourceGroupName ?? azureName("resourceGroup"),
            hosting: settings.hosting,
            functionAppName: azureName("functionApp"),
            storageAccountNames: [
              azureName("hostStorageAccount"),
              azureName("contentStorageAccount"),
            ],
            resourceProviders,
          },
          { parent },
        ),
      ];
  return new ResourceProviders(
    `${name}-resource-providers`,
    { subscriptionId, namespaces: resourceProviders },
    { parent, dependsOn: preflight },
  );
}
