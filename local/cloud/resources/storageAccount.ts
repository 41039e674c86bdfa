import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { portOf } from "../../storage/portChoice";
import { AzureError } from "../azureError";
import { defineResourceType, nameOf } from "../resourceType";
import { idInGroup, placement } from "./inGroup";

const schema = v.looseObject({
  resourceGroupName: v.string(),
  location: v.string(),
  accountName: nameOf(/^[a-z0-9]{3,24}$/, "3 to 24 lower-case letters and digits"),
  kind: v.picklist(["StorageV2"], "this stand-in knows accounts of kind StorageV2"),
  sku: v.looseObject({ name: v.string() }),
  allowSharedKeyAccess: v.optional(v.boolean(), true),
});

/**
 * A storage account, whose services are the emulator's.
 *
 * Pulumi publishes a website by the account's key, so an account that refuses keys has no web endpoint here.
 */
export const storageAccount = defineResourceType({
  schema,
  replaceOnChanges: [...placement, "accountName", "kind"],
  identify: ({ resourceGroupName, accountName }, cloud) =>
    idInGroup(cloud, resourceGroupName, `Microsoft.Storage/storageAccounts/${accountName}`),

  put: async ({ accountName, allowSharedKeyAccess }, { storageAccounts, ports }, _id, existing) => {
    const key = String(existing?.hidden["key"] ?? randomBytes(64).toString("base64"));
    if (existing === undefined && storageAccounts.has(accountName)) {
      throw new AzureError(
        "StorageAccountAlreadyTaken",
        `The storage account named ${accountName} is already taken.`,
      );
    }
    if (!storageAccounts.has(accountName)) {
      const endpoints = existing?.outputs["primaryEndpoints"] as { web?: string } | undefined;
      const sitePort = { fixed: ports.site, remembered: portOf(endpoints?.web) };
      await storageAccounts.open({
        name: accountName,
        key,
        sitePort: allowSharedKeyAccess && sitePort,
      });
    }
    return {
      outputs: { name: accountName, primaryEndpoints: storageAccounts.endpoints(accountName) },
      hidden: { key },
    };
  },

  read: async ({ inputs, outputs }, { storageAccounts }) => ({
    ...outputs,
    primaryEndpoints: storageAccounts.endpoints(String(inputs["accountName"])),
  }),

  remove: async ({ inputs }, { storageAccounts }) =>
    storageAccounts.delete(String(inputs["accountName"])),
});
