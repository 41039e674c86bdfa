import * as v from "valibot";
import { changeHidden } from "./appHost";
import type { Cloud } from "./cloud";
import type { Item } from "./inventory";
import { webAppSchema } from "./webAppInputs";

const namesSchema = v.optional(v.array(v.string()), []);

/**
 * Names of the functions that Azure lists of an app.
 *
 * On Consumption these are the functions as of when triggers were last synced, which nobody does for a package that is
 * mounted from an address. https://learn.microsoft.com/azure/azure-functions/functions-deployment-technologies#trigger-syncing
 */
export function listedFunctions({ delays, functionApps }: Cloud, app: Item): readonly string[] {
  const isFlex = v.parse(webAppSchema, app.inputs).functionAppConfig !== undefined;
  const names = isFlex
    ? functionApps.functions(app.id)
    : v.parse(namesSchema, app.hidden["syncedFunctions"]);
  if (!delays.isOver("hostStart", app.id)) return [];
  if (delays.isOver("functionsListed", app.id)) return names;
  return names.slice(0, delays.pick("functionsListed", [0, Math.floor(names.length / 2)]));
}

/** Makes the platform look at an app's functions. */
export function syncTriggers(cloud: Cloud, appId: string): void {
  changeHidden(cloud, appId, { syncedFunctions: cloud.functionApps.functions(appId) });
}
