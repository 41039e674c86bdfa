/**
 * Versions of Azure Resource Manager's interfaces, by provider.
 * https://github.com/Azure/azure-rest-api-specs/tree/main/specification
 */
export const API_VERSIONS = {
  subscriptions: "2022-12-01",
  resourceProviders: "2021-04-01",
  resourceGroups: "2021-04-01",
  authorization: "2022-04-01",
  storage: "2023-05-01",
  web: "2024-04-01",
} as const;

/** Version of storage's own interface. https://learn.microsoft.com/rest/api/storageservices/versioning-for-the-azure-storage-services */
export const STORAGE_VERSION = "2023-11-03";
