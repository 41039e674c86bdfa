import * as v from "valibot";
import { defineResourceType, nameOf } from "../resourceType";
import { accountId, containerId } from "./accountId";

const schema = v.looseObject({
  resourceGroupName: v.string(),
  accountName: v.string(),
  containerName: nameOf(
    /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    "3 to 63 lower-case letters, digits and single hyphens",
  ),
  publicAccess: v.optional(
    v.picklist(["None"], "Public access is not permitted on this storage account."),
  ),
});

export const blobContainer = defineResourceType({
  schema,
  replaceOnChanges: ["resourceGroupName", "accountName", "containerName"],
  identify: (inputs, cloud) => containerId(accountId(cloud, inputs), inputs.containerName),
  put: async ({ accountName, containerName }, { storageAccounts }) => {
    await storageAccounts.blobs(accountName).getContainerClient(containerName).createIfNotExists();
    return { outputs: { name: containerName } };
  },
  remove: async ({ inputs }, { storageAccounts }) => {
    const account = storageAccounts.blobs(String(inputs["accountName"]));
    await account.getContainerClient(String(inputs["containerName"])).deleteIfExists();
  },
});
