import { join } from "node:path";
import { isObject } from "../../document/json";
import { parseAppFile } from "./parseAppFile";

/** An app's settings by name, as its code reads them from its environment. */
export type AppSettings = Readonly<Record<string, string>>;

/**
 * The settings that an app folder keeps for local runs, in local.settings.json: none without the
 * file, and none from an encrypted one, which only the Core Tools of the same user can read.
 *
 * @throws Error when the file is not JSON.
 */
export function localSettings(folder: string): AppSettings {
  const file = parseAppFile(join(folder, "local.settings.json"));
  if (!isObject(file) || file["IsEncrypted"] === true) return {};
  const values = file["Values"];
  if (!isObject(values)) return {};
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      ["string", "number", "boolean"].includes(typeof value)
        ? [[name, String(value as string | number | boolean)]]
        : [],
    ),
  );
}

/** Whether a setting's value switches something on, as the Functions host reads it. */
export function isOn(value: string | undefined): boolean {
  return value === "1" || value?.toLowerCase() === "true";
}

/**
 * The name of the setting that switches a function off, when one does. Linux allows no dot in the
 * names of variables, so an underscore may stand for it.
 */
export function switchingOff(settings: AppSettings, functionName: string): string | undefined {
  const wanted = `azurewebjobs.${functionName}.disabled`.toLowerCase();
  return Object.keys(settings).find((name) => {
    const dotted = name.replace(/^(AzureWebJobs)_{1,2}(.*?)_{1,2}(Disabled)$/i, "$1.$2.$3");
    return dotted.toLowerCase() === wanted && isOn(settings[name]);
  });
}
