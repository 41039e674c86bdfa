import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { defineResourceType, nameOf } from "../resourceType";
import { idInGroup, placement } from "./inGroup";

const schema = v.looseObject({
  resourceGroupName: v.string(),
  location: v.string(),
  resourceName: nameOf(/^[a-zA-Z0-9][-\w]{2,127}$/, "3 to 128 letters, digits, _ and -"),
});

export const userAssignedIdentity = defineResourceType({
  schema,
  replaceOnChanges: [...placement, "resourceName"],
  identify: ({ resourceGroupName, resourceName }, cloud) =>
    idInGroup(
      cloud,
      resourceGroupName,
      `Microsoft.ManagedIdentity/userAssignedIdentities/${resourceName}`,
    ),
  put: async ({ resourceName }, { tenantId }, _id, existing) => ({
    outputs: existing?.outputs ?? {
      name: resourceName,
      clientId: randomUUID(),
      principalId: randomUUID(),
      tenantId,
    },
  }),
});
