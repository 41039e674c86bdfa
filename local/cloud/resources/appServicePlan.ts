import * as v from "valibot";
import { AzureError } from "../azureError";
import type { Item } from "../inventory";
import { defineResourceType, nameOf } from "../resourceType";
import { idInGroup, placement } from "./inGroup";

const schema = v.pipe(
  v.looseObject({
    resourceGroupName: v.string(),
    location: v.string(),
    name: nameOf(/^[-a-zA-Z0-9]{1,60}$/, "1 to 60 letters, digits and -"),
    reserved: v.optional(v.boolean(), false),
    sku: v.looseObject({
      name: v.picklist(["FC1", "Y1"], "the emulator supports the plans FC1 and Y1"),
      tier: v.string(),
    }),
  }),
  v.forward(
    v.partialCheck(
      [["sku", "name"], ["reserved"]],
      ({ sku, reserved }) => sku.name !== "FC1" || reserved,
      "a Flex Consumption plan is a Linux plan: reserved must be true",
    ),
    ["reserved"],
  ),
  v.forward(
    v.partialCheck(
      [["sku", "name"], ["reserved"]],
      ({ sku, reserved }) => sku.name !== "Y1" || !reserved,
      "Consumption on Linux does not accept new apps with current runtimes: reserved must be false",
    ),
    ["reserved"],
  ),
);

export const appServicePlan = defineResourceType({
  schema,
  replaceOnChanges: [...placement, "name"],
  identify: ({ resourceGroupName, name }, cloud) =>
    idInGroup(cloud, resourceGroupName, `Microsoft.Web/serverfarms/${name}`),
  put: async ({ name, sku }, _cloud, _id, existing) => {
    const skuBefore = existing === undefined ? sku.name : skuNameOf(existing);
    if (skuBefore !== sku.name) {
      throw new AzureError(
        "Conflict",
        `A plan cannot change from ${skuBefore} to ${sku.name}: create another plan, with another name.`,
      );
    }
    return { outputs: { name, status: "Ready" } };
  },
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

/** Name of a plan's SKU: FC1, Flex Consumption, or Y1, Consumption. */
export function skuNameOf(plan: Item): string {
  return v.parse(schema, plan.inputs).sku.name;
}
