import * as v from "valibot";
import type { TemplateResource } from "./armTemplate/templateResource";
import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import type { Item } from "./inventory";

const functionKeysSchema = v.record(v.string(), v.string());

/** The function keys of an app's host by their names. */
export function functionKeysOf(app: Item): Record<string, string> {
  return v.parse(functionKeysSchema, app.hidden["functionKeys"]);
}

/** Sets a function key of an app's host, under the key's name. */
export async function setFunctionKey(
  cloud: Cloud,
  groupId: string,
  resource: TemplateResource,
): Promise<void> {
  const [appName, host, keyName] = resource.name.split("/");
  const { name, value } = resource.properties;
  if (
    host !== "default" ||
    keyName === undefined ||
    name !== keyName ||
    typeof value !== "string" ||
    value === ""
  ) {
    throw new AzureError(
      "BadRequest",
      "A function key has the name APP/default/KEY, the same KEY as its name, and a value.",
    );
  }
  const app = cloud.inventory.get(`${groupId}/providers/Microsoft.Web/sites/${appName}`);
  if (cloud.functionApps.functions(app.id).length === 0) {
    throw new AzureError(
      "BadRequest",
      "Encountered an error (ServiceUnavailable) from host runtime: the app has no code yet. Set its keys after its code.",
    );
  }
  const functionKeys = { ...functionKeysOf(app), [keyName]: value };
  await cloud.functionApps.setKeys(app.id, functionKeys);
  cloud.inventory.put({ ...app, hidden: { ...app.hidden, functionKeys } });
}
