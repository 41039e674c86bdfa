import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { AzureError } from "../azureError";
import { isSoftDeleted, softDelete } from "../softDeletion";
import { defineResourceType, nameOf } from "../resourceType";
import { idInGroup, placement } from "./inGroup";

/** A Log Analytics workspace: on Azure it stores logs; here it is only recorded. */
export const workspace = defineResourceType({
  schema: v.looseObject({
    resourceGroupName: v.string(),
    location: v.string(),
    workspaceName: nameOf(
      /^[a-zA-Z0-9][-a-zA-Z0-9]{2,61}[a-zA-Z0-9]$/,
      "4 to 63 letters, digits and -",
    ),
    retentionInDays: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(30, "'RetentionInDays' property is out of range: 30 to 730"),
        v.maxValue(730, "'RetentionInDays' property is out of range: 30 to 730"),
      ),
    ),
  }),
  replaceOnChanges: [...placement, "workspaceName"],
  identify: ({ resourceGroupName, workspaceName }, cloud) =>
    idInGroup(
      cloud,
      resourceGroupName,
      `Microsoft.OperationalInsights/workspaces/${workspaceName}`,
    ),
  put: async ({ workspaceName }, cloud, id, existing) => ({
    outputs: existing?.outputs ?? { name: workspaceName, customerId: randomUUID() },
    hidden: existing?.hidden ?? { isGhost: isSoftDeleted(cloud, id) },
  }),
  remove: async ({ id }, cloud) => softDelete(cloud, id),
});

/** An Application Insights component: nothing is sent to it here. */
export const component = defineResourceType({
  schema: v.looseObject({
    resourceGroupName: v.string(),
    location: v.string(),
    resourceName: nameOf(/^[^%&\\?/]{0,254}[^%&\\?/. ]$/, "1 to 255 characters without %&\\?/"),
    kind: v.string(),
    applicationType: v.picklist(["web", "other"]),
    workspaceResourceId: v.string("a component without a workspace is no longer supported"),
  }),
  replaceOnChanges: [...placement, "resourceName"],
  identify: ({ resourceGroupName, resourceName }, cloud) =>
    idInGroup(cloud, resourceGroupName, `Microsoft.Insights/components/${resourceName}`),
  put: async ({ resourceName, workspaceResourceId }, { inventory }, _id, existing) => {
    if (inventory.get(workspaceResourceId).hidden["isGhost"] === true) {
      // https://github.com/MicrosoftDocs/azure-docs/issues/78615
      throw new AzureError(
        "ResourceNotFound",
        `The resource '${workspaceResourceId}' doesn't exist.`,
      );
    }
    if (existing !== undefined) return { outputs: existing.outputs };
    const instrumentationKey = randomUUID();
    return {
      outputs: {
        name: resourceName,
        instrumentationKey,
        // No listener: the discard port on loopback.
        connectionString: `InstrumentationKey=${instrumentationKey};IngestionEndpoint=http://127.0.0.1:9/`,
      },
    };
  },
});
