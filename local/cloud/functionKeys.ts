import * as v from "valibot";
import { changeHidden } from "./appHost";
import type { Cloud } from "./cloud";
import type { Item } from "./inventory";

const functionKeysSchema = v.record(v.string(), v.string());

/** The function keys of an app's host by their names. */
export function functionKeysOf(app: Item): Record<string, string> {
  return v.parse(functionKeysSchema, app.hidden["functionKeys"]);
}

/** Replaces the function keys of an app's host. */
export async function putFunctionKeys(
  cloud: Cloud,
  appId: string,
  functionKeys: Record<string, string>,
): Promise<void> {
  // Recorded before anything is waited for, so that of two changes at the same time both stay.
  changeHidden(cloud, appId, { functionKeys });
  await cloud.functionApps.setKeys(appId, functionKeys);
}
