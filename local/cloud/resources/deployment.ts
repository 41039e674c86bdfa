import * as v from "valibot";
import { templateEvaluator } from "../armTemplate/evaluate";
import { templateFunctions } from "../armTemplate/functions";
import { templateResource, type TemplateResource } from "../armTemplate/templateResource";
import { AzureError } from "../azureError";
import type { Cloud } from "../cloud";
import { setFunctionKey } from "../functionKeys";
import { oneDeploy } from "../oneDeploy";
import { defineResourceType, nameOf } from "../resourceType";
import { idInGroup } from "./inGroup";

const parameter = v.looseObject({
  type: v.picklist(["string", "secureString", "securestring", "object", "int", "bool", "array"]),
  defaultValue: v.optional(v.unknown()),
});

const schema = v.looseObject({
  resourceGroupName: v.string(),
  deploymentName: nameOf(/^[-\w.()]{1,64}$/, "1 to 64 letters, digits, _ - . ( )"),
  properties: v.looseObject({
    mode: v.literal("Incremental", "the emulator deploys templates in mode Incremental only"),
    template: v.looseObject({
      $schema: v.string(),
      contentVersion: v.string(),
      parameters: v.optional(v.record(v.string(), parameter), {}),
      resources: v.array(templateResource),
    }),
    parameters: v.optional(v.record(v.string(), v.object({ value: v.unknown() })), {}),
  }),
});

/** What the emulator can deploy from a template, by Azure's type. */
const deployers: Record<
  string,
  (cloud: Cloud, groupId: string, resource: TemplateResource) => Promise<void>
> = {
  "Microsoft.Web/sites/extensions": oneDeploy,
  "Microsoft.Web/sites/host/functionKeys": setFunctionKey,
};

/** A template's deployment. As on Azure, deleting it leaves what it deployed. */
export const deployment = defineResourceType({
  schema,
  replaceOnChanges: ["resourceGroupName", "deploymentName"],
  identify: ({ resourceGroupName, deploymentName }, cloud) =>
    idInGroup(cloud, resourceGroupName, `Microsoft.Resources/deployments/${deploymentName}`),

  put: async ({ deploymentName, properties }, cloud, id) => {
    const { template, parameters } = properties;
    const evaluate = templateEvaluator(template.parameters, parameters, templateFunctions(cloud));
    const groupId = id.slice(0, id.indexOf("/providers/"));
    for (const declared of template.resources) {
      const resource = v.parse(templateResource, evaluate(declared));
      const deploy = Object.hasOwn(deployers, resource.type) ? deployers[resource.type] : undefined;
      if (deploy === undefined) {
        throw new AzureError(
          "InvalidTemplate",
          `The local emulator does not support ${resource.type} in a template; it supports ${Object.keys(deployers).join(", ")}.`,
        );
      }
      await deploy(cloud, groupId, resource);
    }
    return { outputs: { name: deploymentName } };
  },
});
