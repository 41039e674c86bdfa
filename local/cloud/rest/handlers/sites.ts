import * as v from "valibot";
import { isHealthy, requireAnswer, requireHost } from "../../appHost";
import type { Cloud } from "../../cloud";
import { listedFunctions, syncTriggers } from "../../functionList";
import type { Item } from "../../inventory";
import { skuNameOf } from "../../resources/appServicePlan";
import { webAppSchema } from "../../webAppInputs";
import type { Answer } from "../answer";
import type { RestCall } from "../route";
import { requireItem, requireScope } from "../scope";

/** The app that a call is about. @throws RestError when it, or its group, does not exist */
export function siteOf({ cloud, path }: RestCall): Item {
  const group = `/subscriptions/${cloud.subscriptionId}/resourceGroups/${path["group"]}`;
  requireScope(cloud, group);
  return requireItem(cloud, `${group}/providers/Microsoft.Web/sites/${path["app"]}`);
}

/** https://learn.microsoft.com/rest/api/appservice/web-apps/get */
export function getSite(call: RestCall): Answer {
  const { cloud } = call;
  const { id, inputs } = siteOf(call);
  const { name, kind, location, serverFarmId, reserved = false } = v.parse(webAppSchema, inputs);
  const host = cloud.functionApps.hostName(id);
  const scm = cloud.scmSites.host(id);
  const hosts = [
    { name: host, hostType: "Standard", sslState: "Disabled" },
    ...(scm === undefined ? [] : [{ name: scm, hostType: "Repository", sslState: "Disabled" }]),
  ];
  return {
    status: 200,
    body: {
      id,
      name,
      type: "Microsoft.Web/sites",
      kind,
      location,
      properties: {
        name,
        state: "Running",
        enabled: true,
        availabilityState: "Normal",
        usageState: "Normal",
        hostNames: [host],
        enabledHostNames: hosts.map((known) => known.name),
        hostNameSslStates: hosts,
        serverFarmId,
        reserved,
        httpsOnly: true,
        defaultHostName: host,
        repositorySiteName: name,
        sku: skuOf(cloud, serverFarmId),
      },
    },
  };
}

/** Name of the plan's tier, as a site has it. */
function skuOf({ inventory }: Cloud, planId: string): string {
  return skuNameOf(inventory.get(planId)) === "FC1" ? "FlexConsumption" : "Dynamic";
}

/** https://learn.microsoft.com/rest/api/appservice/web-apps/list-functions */
export function listFunctions(call: RestCall): Answer {
  const app = siteOf(call);
  const { id, inputs } = app;
  const appName = String(inputs["name"]);
  const value = listedFunctions(call.cloud, app).map((name) => ({
    id: `${id}/functions/${name}`,
    name: `${appName}/${name}`,
    type: "Microsoft.Web/sites/functions",
    location: inputs["location"],
    properties: { name, function_app_id: null, language: "node", isDisabled: false },
  }));
  return { status: 200, body: { value } };
}

/** https://github.com/Azure/azure-functions-host/issues/4570 */
export function hostStatus(call: RestCall): Answer {
  const app = siteOf(call);
  const { id } = app;
  requireAnswer(call.cloud, id);
  const status = isHealthy(call.cloud, app)
    ? { state: "Running", version: hostVersion }
    : { state: "Error", version: hostVersion, errors: [storageForbidden] };
  return {
    status: 200,
    body: {
      id: `${id}/host/default/properties/status`,
      type: "Microsoft.Web/sites/host/properties",
      ...status,
      properties: { id: id.split("/").at(-1), ...status },
    },
  };
}

/** A version that a host on Flex Consumption has reported: https://github.com/Azure/azure-functions-host/issues/9482 */
const hostVersion = "4.25.2.2";

const storageForbidden =
  "Unable to access AzureWebJobsStorage: This request is not authorized to perform this operation using this permission.";

/** https://learn.microsoft.com/rest/api/appservice/web-apps/sync-function-triggers */
export async function syncFunctionTriggers(call: RestCall): Promise<Answer> {
  const { cloud } = call;
  const app = siteOf(call);
  await requireHost(cloud, app);
  syncTriggers(cloud, app.id);
  return { status: 204 };
}
