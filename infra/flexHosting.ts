import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { HostingKind } from "./hosting";
import { oneDeployTemplate } from "./oneDeployTemplate";

/**
 * Flex Consumption: Linux, one app per plan, the package in a container that the platform owns.
 * https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan
 */
export const flexHosting: HostingKind = {
  grants: () => ({}),

  parts: ({ hostStorage, identity, instanceMemoryMB, maximumInstanceCount }) => ({
    plan: { kind: "functionapp", reserved: true, sku: { name: "FC1", tier: "FlexConsumption" } },
    app: {
      kind: "functionapp,linux",
      reserved: true,
      functionAppConfig: {
        deployment: {
          storage: {
            type: "blobContainer",
            value: pulumi.interpolate`${hostStorage.account.primaryEndpoints.blob}${hostStorage.deploymentContainer.name}`,
            authentication: {
              type: "UserAssignedIdentity",
              userAssignedIdentityResourceId: identity.id,
            },
          },
        },
        runtime: { name: "node", version: "22" },
        scaleAndConcurrency: { instanceMemoryMB, maximumInstanceCount },
      },
    },
    // Azure's default for a new site is refused on this plan, so it must be said.
    siteConfig: { alwaysOn: false },
    appSettings: {},
  }),

  deployCode: ({ resourceGroupName, app, contentStorage, name, parent }) =>
    new resources.Deployment(
      `${name}-code`,
      {
        resourceGroupName,
        deploymentName: "code",
        properties: {
          mode: "Incremental",
          template: oneDeployTemplate,
          parameters: {
            appName: { value: app.name },
            packageUrl: { value: contentStorage.packageBlob.url },
            accountId: { value: contentStorage.account.id },
            canonicalizedResource: {
              value: pulumi.interpolate`/blob/${contentStorage.account.name}/${contentStorage.packagesContainer.name}/${contentStorage.packageBlob.name}`,
            },
          },
        },
      },
      { parent, aliases: [{ name: "code" }] },
    ),
};
