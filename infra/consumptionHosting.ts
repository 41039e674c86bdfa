import type { HostingKind } from "./hosting";

/**
 * Consumption on Windows, for regions without Flex Consumption: the app mounts the package from its address.
 * https://learn.microsoft.com/azure/azure-functions/run-functions-from-deployment-package
 */
export const consumptionHosting: HostingKind = {
  grants: ({ packagesContainer }) => ({
    "packages-reader": { role: "storageBlobDataReader", scope: packagesContainer.id },
  }),

  parts: ({ contentStorage, identity, maximumInstanceCount }) => ({
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
      WEBSITE_NODE_DEFAULT_VERSION: "~22",
      WEBSITE_RUN_FROM_PACKAGE: contentStorage.packageBlob.url,
      WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: identity.id,
    },
  }),

  // The package's address is one of the app's settings, so the code is deployed with the app.
  deployCode: ({ app }) => app,
};
