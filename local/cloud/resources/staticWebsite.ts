import * as v from "valibot";
import { defineResourceType } from "../resourceType";
import { accountIdForKey } from "./accountId";

const schema = v.looseObject({
  resourceGroupName: v.string(),
  accountName: v.string(),
  indexDocument: v.optional(v.string()),
  error404Document: v.optional(v.string()),
});

export const staticWebsite = defineResourceType({
  schema,
  replaceOnChanges: ["resourceGroupName", "accountName"],
  identify: (inputs, cloud) => `${accountIdForKey(cloud, inputs)}/staticWebsite`,
  put: async ({ accountName, indexDocument, error404Document }, { storageAccounts }) => {
    await storageAccounts.website(accountName).configure({ indexDocument, error404Document });
    return { outputs: { containerName: "$web" } };
  },
  remove: async ({ inputs }, { storageAccounts }) =>
    storageAccounts.website(String(inputs["accountName"])).configure(undefined),
});
