import * as v from "valibot";
import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { requireHostStorage } from "./hostStorage";
import type { Item } from "./inventory";
import { mountedAddress, readMountedPackage } from "./mountedPackage";
import { RestError } from "./rest/answer";
import { requireHeldRole } from "./roleCheck";
import { appSettingsOf, webAppSchema } from "./webAppInputs";

/** Begins a start of an app's host, at the given time: it does not answer for a while. */
export function beginHostStart({ delays }: Cloud, appId: string, fromMs: number): void {
  const upMs = delays.begin("hostStart", appId, fromMs);
  delays.begin("functionsListed", appId, upMs);
  delays.beginCount("hostFailures", appId);
}

/** Whether the host of an app answers requests: it has started, and its roles hold. */
export function isHostUp(cloud: Cloud, appId: string): boolean {
  const app = cloud.inventory.find(appId);
  return cloud.delays.isOver("hostStart", appId) && (app === undefined || isHealthy(cloud, app));
}

/** Whether the host of an app reaches its storage, once it has started. */
export function isHealthy(cloud: Cloud, app: Item): boolean {
  const inputs = v.parse(webAppSchema, app.inputs);
  try {
    requireHostStorage(cloud, inputs, appSettingsOf(inputs), requireHeldRole);
    return true;
  } catch (error) {
    if (error instanceof AzureError) return false;
    throw error;
  }
}

/**
 * Checks that the host of an app answers what Azure Resource Manager passes on to it.
 *
 * @throws RestError as Azure Resource Manager says that it does not.
 */
export function requireAnswer({ delays }: Cloud, appId: string): void {
  if (!delays.isOver("hostStart", appId)) {
    throw delays.pick("hostStart", [
      fromHostRuntime("ServiceUnavailable"),
      fromHostRuntime("InternalServerError"),
      fromHostRuntime("BadGateway"),
      new RestError(404, "NotFound", "The requested resource was not found on the host."),
      new RestError(502, "BadGateway", "Bad Gateway"),
      new RestError(503, "ServiceUnavailable", "Service Unavailable"),
    ]);
  }
  if (delays.happens("hostFailures", appId)) {
    throw delays.pick("hostFailures", [
      fromHostRuntime("InternalServerError"),
      fromHostRuntime("BadGateway"),
      new RestError(502, "BadGateway", "Bad Gateway"),
    ]);
  }
}

/**
 * Checks that the host of an app answers, and reaches its storage, in which its keys are.
 *
 * @throws RestError as Azure Resource Manager says that it does not.
 */
export async function requireHost(cloud: Cloud, app: Item): Promise<void> {
  requireAnswer(cloud, app.id);
  if (!isHealthy(cloud, app)) throw fromHostRuntime("InternalServerError");
  await mountLate(cloud, app);
  if (cloud.functionApps.functions(app.id).length > 0) return;
  throw fromHostRuntime(
    "ServiceUnavailable",
    ": the app has no code yet. Set its keys after its code.",
  );
}

/** Mounts the package of an app on Consumption whose role did not hold when the app, or its address, was made. */
export async function mountLate(cloud: Cloud, app: Item): Promise<void> {
  const inputs = v.parse(webAppSchema, app.inputs);
  if (inputs.functionAppConfig !== undefined) return;
  const settings = appSettingsOf(inputs);
  if (app.hidden["mountedFrom"] === mountedAddress(settings)) return;
  const content = await readMountedPackage(cloud, settings);
  if (content === undefined) return;
  await cloud.functionApps.deploy(app.id, content);
  changeHidden(cloud, app.id, { mountedFrom: mountedAddress(settings) });
}

/** Changes what Azure stores of an app and does not return. */
export function changeHidden(
  { inventory }: Cloud,
  appId: string,
  changes: Record<string, unknown>,
): void {
  const app = inventory.get(appId);
  inventory.put({ ...app, hidden: { ...app.hidden, ...changes } });
}

/** An error that Azure Resource Manager got from an app's host. https://github.com/Azure/bicep-types-az/issues/1356 */
function fromHostRuntime(status: string, more = "."): RestError {
  return new RestError(
    400,
    "BadRequest",
    `Encountered an error (${status}) from host runtime${more}`,
  );
}
