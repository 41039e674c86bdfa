import * as v from "valibot";
import { AzureError } from "../azureError";
import { defineResourceType, nameOf } from "../resourceType";
import { idInGroup, placement } from "./inGroup";

const schema = v.pipe(
  v.looseObject({
    resourceGroupName: v.string(),
    location: v.string(),
    name: nameOf(/^[-a-zA-Z0-9]{1,60}$/, "1 to 60 letters, digits and -"),
    reserved: v.optional(v.boolean(), false),
    sku: v.looseObject({
      name: v.picklist(["FC1", "Y1"], "this stand-in knows the plans FC1 and Y1"),
      tier: v.string(),
    }),
  }),
  v.check(
    ({ sku, reserved }) => sku.name !== "FC1" || reserved,
    "a Flex Consumption plan is a Linux plan: reserved must be true",
  ),
  v.check(
    ({ sku, reserved }) => sku.name !== "Y1" || !reserved,
    "Consumption on Linux takes no new apps with current runtimes: reserved must be false",
  ),
);

export const appServicePlan = defineResourceType({
  schema,
  replaceOnChanges: [...placement, "name", "reserved", "kind"],
  identify: ({ resourceGroupName, name }, cloud) =>
    idInGroup(cloud, resourceGroupName, `Microsoft.Web/serverfarms/${name}`),
  put: async ({ name }) => ({ outputs: { name, status: "Ready" } }),
  remove: async ({ id }, { inventory }) => {
    const app = inventory
      .ofType("azure-native:web:WebApp")
      .find(({ inputs }) => inputs["serverFarmId"] === id);
    if (app !== undefined) {
      throw new AzureError(
        "Conflict",
        `Server farm '${id}' cannot be deleted because it has web app ${app.id} assigned to it.`,
      );
    }
  },
});
