import * as v from "valibot";
import { AzureError } from "../azureError";
import { defineResourceType } from "../resourceType";
import { WireAsset } from "../wire";
import { accountIdForKey } from "./accountId";

const schema = v.looseObject({
  resourceGroupName: v.string(),
  accountName: v.string(),
  containerName: v.string(),
  blobName: v.pipe(v.string(), v.maxLength(1024)),
  contentType: v.optional(v.string(), "application/octet-stream"),
  source: v.instance(WireAsset, "the emulator uploads assets, not archives"),
});

/** A blob; as in azure-native, the account's key uploads it, and new content makes a new resource. */
export const blob = defineResourceType({
  schema,
  replaceOnChanges: ["resourceGroupName", "accountName", "containerName", "blobName", "source"],
  identify: (inputs, cloud) =>
    `${accountIdForKey(cloud, inputs)}/blobServices/default/containers/${inputs.containerName}/blobs/${inputs.blobName}`,

  put: async (
    { accountName, containerName, blobName, contentType, source },
    { storageAccounts },
  ) => {
    const container = storageAccounts.blobs(accountName).getContainerClient(containerName);
    if (!(await container.exists())) {
      throw new AzureError("ContainerNotFound", `The container '${containerName}' does not exist.`);
    }
    const client = container.getBlockBlobClient(blobName);
    await client.uploadData(await source.read(), {
      blobHTTPHeaders: { blobContentType: contentType },
    });
    return { outputs: { name: blobName, url: client.url, type: "Block" } };
  },

  read: async ({ inputs, outputs }, { storageAccounts }) => {
    const account = storageAccounts.blobs(String(inputs["accountName"]));
    const client = account
      .getContainerClient(String(inputs["containerName"]))
      .getBlobClient(String(inputs["blobName"]));
    return (await client.exists()) ? { ...outputs, url: client.url } : undefined;
  },

  remove: async ({ inputs }, { storageAccounts }) => {
    const account = storageAccounts.blobs(String(inputs["accountName"]));
    await account
      .getContainerClient(String(inputs["containerName"]))
      .getBlobClient(String(inputs["blobName"]))
      .deleteIfExists();
  },
});
