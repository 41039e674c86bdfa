import type { Grant } from "./appIdentity";
import type { HostingKind } from "./hosting";

/**
 * Consumption on Windows, for regions without Flex Consumption: the app mounts the package from its address.
 * https://learn.microsoft.com/azure/azure-functions/run-functions-from-deployment-package
 */
export const consumptionHosting: HostingKind = {
  mountsPackage: true,
  grants: (mounted): Record<string, Grant> =>
    mounted
      ? { "packages-reader": { role: "storageBlobDataReader", scope: mounted.container.id } }
      : {},

  parts: ({ mounted, identity, nodeVersion, maximumInstanceCount }) => ({
    plan: { kind: "functionapp", reserved: false, sku: { name: "Y1", tier: "Dynamic" } },
    app: { kind: "functionapp", reserved: false },
    siteConfig: {
      ftpsState: "Disabled",
      functionAppScaleLimit: maximumInstanceCount,
      // The Functions host itself runs on .NET, whatever the app's language; this is the portal's value for Node.
      netFrameworkVersion: "v6.0",
    },
    appSettings: {
      FUNCTIONS_EXTENSION_VERSION: "~4",
      FUNCTIONS_WORKER_RUNTIME: "node",
      WEBSITE_NODE_DEFAULT_VERSION: `~${nodeVersion}`,
      ...(mounted && {
        WEBSITE_RUN_FROM_PACKAGE: mounted.url,
        WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: identity.id,
      }),
    },
  }),
};
