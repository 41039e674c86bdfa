import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { AssignedIdentity } from "../../identity/tokenRequest";
import { portOf } from "../../storage/portChoice";
import { beginHostStart } from "../appHost";
import { AzureError } from "../azureError";
import type { Cloud } from "../cloud";
import { functionKeysOf } from "../functionKeys";
import { requireHostStorage } from "../hostStorage";
import { mountedAddress, readMountedPackage } from "../mountedPackage";
import { readReleasedPackage } from "../releasedPackage";
import { defineResourceType } from "../resourceType";
import { requireAssignedRole } from "../roleCheck";
import { appSettingsOf, webAppSchema, type WebAppInputs } from "../webAppInputs";
import { consumptionProblems, flexProblems } from "../siteRules";
import { skuNameOf } from "./appServicePlan";
import { idInGroup, placement } from "./inGroup";

export const webApp = defineResourceType({
  schema: webAppSchema,
  replaceOnChanges: [...placement, "name", "kind"],
  identify: ({ resourceGroupName, name }, cloud) =>
    idInGroup(cloud, resourceGroupName, `Microsoft.Web/sites/${name}`),

  put: async (inputs, cloud, id, existing) => {
    const settings = appSettingsOf(inputs);
    const planBefore = existing?.inputs["serverFarmId"] ?? inputs.serverFarmId;
    if (planBefore !== inputs.serverFarmId) {
      throw new AzureError("Conflict", "The local emulator cannot move an app to another plan.");
    }
    const isFlex = checkPlan(inputs, cloud, id, settings);
    requireHostStorage(cloud, inputs, settings, requireAssignedRole);
    const isStarting = !cloud.functionApps.isRunning(id);
    const settingsBefore = existing && appSettingsOf(v.parse(webAppSchema, existing.inputs));
    if (isStarting || !isDeepStrictEqual(settings, settingsBefore)) {
      beginHostStart(cloud, id, cloud.delays.now());
    }
    const code = isFlex
      ? isStarting && (await readReleasedPackage(cloud, inputs))
      : await readMountedPackage(cloud, settings);

    const functionKeys =
      existing === undefined
        ? { default: randomBytes(32).toString("base64url") }
        : functionKeysOf(existing);
    const host = await cloud.functionApps.put(id, {
      settings: {
        name: inputs.name,
        appSettings: settings,
        allowedOrigins: inputs.siteConfig?.cors?.allowedOrigins ?? [],
        functionKeys,
      },
      identities: assignedIdentities(inputs, cloud),
      rememberedPort: portOf(`http://${String(existing?.outputs["defaultHostName"])}`),
    });
    // An app whose code no longer loads takes new code here.
    const scmPort = isFlex
      ? await cloud.scmSites.start(id, Number(existing?.hidden["scmPort"] ?? 0))
      : 0;
    try {
      if (code) await cloud.functionApps.deploy(id, code);
    } catch (error) {
      // An app that could not be created does not exist.
      if (existing === undefined) await stopApp(cloud, id);
      throw error;
    }
    const isMounted = !isFlex && code !== undefined;
    return {
      outputs: { name: inputs.name, state: "Running", defaultHostName: host, hostNames: [host] },
      hidden: {
        functionKeys,
        // What was set meanwhile stays.
        ...(cloud.inventory.find(id) ?? existing)?.hidden,
        scmPort,
        mountedFrom: isMounted ? mountedAddress(settings) : "",
      },
    };
  },

  read: async ({ id, outputs }, { functionApps }) => {
    if (!functionApps.isRunning(id)) return undefined;
    const host = functionApps.hostName(id);
    return { ...outputs, defaultHostName: host, hostNames: [host] };
  },

  remove: async ({ id }, cloud) => stopApp(cloud, id),
});

async function stopApp({ functionApps, scmSites }: Cloud, id: string): Promise<void> {
  await scmSites.stop(id);
  await functionApps.stop(id);
}

/** The identities that the app may act as. */
function assignedIdentities({ identity }: WebAppInputs, { inventory }: Cloud): AssignedIdentity[] {
  return identity.userAssignedIdentities.map((identityId) => {
    const { id, outputs } = inventory.get(identityId);
    return {
      id,
      clientId: String(outputs["clientId"]),
      principalId: String(outputs["principalId"]),
    };
  });
}

function checkPlan(
  inputs: WebAppInputs,
  { inventory }: Cloud,
  id: string,
  settings: Record<string, string>,
): boolean {
  for (const identity of inputs.identity.userAssignedIdentities) inventory.get(identity);
  const plan = inventory.get(inputs.serverFarmId);
  const isFlex = skuNameOf(plan) === "FC1";
  const others = inventory.ofType("azure-native:web:WebApp").filter((app) => app.id !== id);
  if (others.some((app) => app.inputs["name"] === inputs.name)) {
    throw new AzureError("Conflict", `Website with given name ${inputs.name} already exists.`);
  }
  const problems = (isFlex ? flexProblems : consumptionProblems)(inputs, settings);
  if (isFlex && others.some((app) => app.inputs["serverFarmId"] === plan.id)) {
    problems.push("a Flex Consumption plan holds one app");
  }
  if (problems.length > 0) throw new AzureError("BadRequest", `${problems.join("; ")}.`);
  return isFlex;
}
