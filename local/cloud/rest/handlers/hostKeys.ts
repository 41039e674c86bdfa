import * as v from "valibot";
import type { Item } from "../../inventory";
import { requireHost } from "../../appHost";
import { functionKeysOf, putFunctionKeys } from "../../functionKeys";
import { syncTriggers } from "../../functionList";
import { RestError, type Answer } from "../answer";
import { readBody } from "../readBody";
import type { RestCall } from "../route";
import { siteOf } from "./sites";

const keyBody = v.looseObject({
  properties: v.optional(
    v.looseObject({ name: v.optional(v.string()), value: v.nullish(v.string()) }),
    {},
  ),
});

/**
 * Sets a key, as the host's own KeysController does.
 * https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script.WebHost/Controllers/KeysController.cs
 */
export async function putFunctionKey(call: RestCall): Promise<Answer> {
  const { cloud, path } = call;
  const app = siteOf(call);
  const { key = "" } = path;
  const { value } = readBody(call, keyBody).properties;
  await requireHost(cloud, app);
  if (value === undefined || value === null || value === "") {
    throw new RestError(400, "BadRequest", "Invalid key value");
  }
  const keys = functionKeysOf(cloud.inventory.get(app.id));
  await putFunctionKeys(cloud, app.id, { ...keys, [key]: value });
  syncTriggers(cloud, app.id);
  return { status: Object.hasOwn(keys, key) ? 200 : 201, body: describeKey(app, key, value) };
}

export async function deleteFunctionKey(call: RestCall): Promise<Answer> {
  const { cloud, path } = call;
  const app = siteOf(call);
  const { key = "" } = path;
  await requireHost(cloud, app);
  if (key.startsWith("_")) throw new RestError(400, "BadRequest", "Invalid key name.");
  const { [key]: removed, ...keys } = functionKeysOf(cloud.inventory.get(app.id));
  if (removed === undefined)
    throw new RestError(404, "NotFound", `The key '${key}' was not found.`);
  await putFunctionKeys(cloud, app.id, keys);
  syncTriggers(cloud, app.id);
  return { status: 204 };
}

export async function listHostKeys(call: RestCall): Promise<Answer> {
  const { cloud } = call;
  const app = siteOf(call);
  await requireHost(cloud, app);
  const masterKey = cloud.functionApps.masterKey(app.id);
  const functionKeys = functionKeysOf(cloud.inventory.get(app.id));
  return { status: 200, body: { masterKey, functionKeys, systemKeys: {} } };
}

function describeKey({ id }: Item, name: string, value: string): unknown {
  return {
    id: `${id}/host/default/functionkeys/${name}`,
    name,
    type: "Microsoft.Web/sites/host/functionkeys",
    properties: { name, value },
  };
}
