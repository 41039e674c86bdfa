import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { portOf } from "../../storage/portChoice";
import { AzureError } from "../azureError";
import type { Item } from "../inventory";
import { defineResourceType, nameOf } from "../resourceType";
import { idInGroup, placement } from "./inGroup";

const schema = v.looseObject({
  resourceGroupName: v.string(),
  location: v.string(),
  accountName: nameOf(/^[a-z0-9]{3,24}$/, "3 to 24 lower-case letters and digits"),
  kind: v.picklist(["StorageV2"], "the emulator supports accounts of kind StorageV2"),
  sku: v.looseObject({ name: v.string() }),
  allowSharedKeyAccess: v.optional(v.boolean(), true),
});

/** A storage account, whose services are Azurite's. */
export const storageAccount = defineResourceType({
  schema,
  replaceOnChanges: [...placement, "accountName"],
  identify: ({ resourceGroupName, accountName }, cloud) =>
    idInGroup(cloud, resourceGroupName, `Microsoft.Storage/storageAccounts/${accountName}`),

  put: async ({ accountName, allowSharedKeyAccess }, cloud, _id, existing) => {
    const { inventory, storageAccounts, ports, delays } = cloud;
    const mayHaveKeys = existing !== undefined && existing.inputs["allowSharedKeyAccess"] !== false;
    if (allowSharedKeyAccess && !mayHaveKeys && delays.isSo("keysForbidden")) {
      throw new AzureError(
        "RequestDisallowedByPolicy",
        `Resource '${accountName}' was disallowed by policy. Policy identifiers: 'Storage accounts should prevent shared key access'. Set allowSharedKeyAccess to false.`,
      );
    }
    const key =
      existing === undefined ? randomBytes(64).toString("base64") : String(existing.hidden["key"]);
    const accounts = inventory.ofType("azure-native:storage:StorageAccount");
    if (
      existing === undefined &&
      accounts.some(({ inputs }) => inputs["accountName"] === accountName)
    ) {
      throw new AzureError(
        "StorageAccountAlreadyTaken",
        `The storage account named ${accountName} is already taken.`,
      );
    }
    if (!storageAccounts.has(accountName)) {
      const sitePort = { fixed: ports.site, remembered: portOf(endpointsOf(existing).web) };
      await storageAccounts.open({ name: accountName, key, sitePort });
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

const endpointsSchema = v.object({
  blob: v.string(),
  queue: v.string(),
  table: v.string(),
  web: v.string(),
});

/** Addresses of an account's services when its item was written; empty if there is none. */
export function endpointsOf(
  account: Item | undefined,
): Partial<v.InferOutput<typeof endpointsSchema>> {
  return account === undefined ? {} : v.parse(endpointsSchema, account.outputs["primaryEndpoints"]);
}
