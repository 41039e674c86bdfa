import * as pulumi from "@pulumi/pulumi";
import type { HostingKind } from "./hosting";

/**
 * Flex Consumption: Linux, one app per plan, the package in a container that the platform owns.
 * https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan
 */
export const flexHosting: HostingKind = {
  mountsPackage: false,
  grants: () => ({}),

  parts: ({ hostStorage, identity, nodeVersion, instanceMemoryMB, maximumInstanceCount }) => ({
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
        runtime: { name: "node", version: nodeVersion },
        scaleAndConcurrency: { instanceMemoryMB, maximumInstanceCount },
      },
    },
    // This plan refuses Azure's default for a new site, so it must be given.
    siteConfig: { alwaysOn: false },
    appSettings: {},
  }),
};
