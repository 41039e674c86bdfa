import * as v from "valibot";
import { defineResourceType, nameOf } from "../resourceType";

const schema = v.looseObject({
  resourceGroupName: nameOf(/^[-\w.()]{0,89}[-\w()]$/, "1 to 90 letters, digits, _ - . ( )"),
  location: v.string(),
});

export const resourceGroup = defineResourceType({
  schema,
  replaceOnChanges: ["resourceGroupName", "location"],
  identify: ({ resourceGroupName }, { subscriptionId }) =>
    `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}`,
  put: async ({ resourceGroupName }) => ({
    outputs: { name: resourceGroupName, type: "Microsoft.Resources/resourceGroups" },
  }),
});
