import { randomUUID } from "node:crypto";
import { functionKeyTemplate } from "../../../infra/functionKeyTemplate";
import { oneDeployTemplate } from "../../../infra/oneDeployTemplate";
import type { EmulatorProvider } from "../../../local/cloud/provider";
import { secret, type Wire } from "../../../local/cloud/wire";
import { contentAccountName, uploadPackage, type Base } from "./baseResources";
import { create, type Resource } from "./engine";
import { group } from "./validInputs";

/** Deploys a template under a name of its own. */
export async function deploy(
  provider: EmulatorProvider,
  template: Wire,
  values: Wire,
): Promise<Resource> {
  const parameters = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value }]),
  );
  return create(provider, "Deployment", {
    resourceGroupName: group,
    deploymentName: `deployment-${randomUUID()}`,
    properties: { mode: "Incremental", template, parameters },
  });
}

/** Parameters with which the template for code brings a package into an app. */
export function packageParameters(
  { contentAccount }: Pick<Base, "contentAccount">,
  app: Resource,
  packageBlob: Resource,
): Wire {
  return {
    appName: app.outs["name"],
    packageUrl: packageBlob.outs["url"],
    accountId: contentAccount.id,
    canonicalizedResource: `/blob/${contentAccountName}/packages/${String(packageBlob.outs["name"])}`,
  };
}

/** Brings a package into an app on Flex Consumption. */
export async function deployCode(
  base: Pick<Base, "provider" | "contentAccount">,
  app: Resource,
  packageZip: Uint8Array,
): Promise<Resource> {
  const packageBlob = await uploadPackage(base, packageZip);
  return deploy(base.provider, oneDeployTemplate, packageParameters(base, app, packageBlob));
}

/** Sets the function key `connector` of an app's host. */
export async function setKey(
  { provider }: Pick<Base, "provider">,
  app: Resource,
  keyValue: string,
): Promise<Resource> {
  return deploy(provider, functionKeyTemplate, {
    appName: app.outs["name"],
    keyName: "connector",
    keyValue: secret(keyValue),
  });
}

/** Host name, with its port, that an app last reported. */
export function hostOf(app: Resource): string {
  return String(app.outs["defaultHostName"]);
}

/** Calls the function `hello` of an app. */
export async function call(
  app: Resource,
  key?: string,
): Promise<{ status: number; response?: string; pid?: number }> {
  const response = await fetch(`http://${hostOf(app)}/api/hello`, {
    headers: key === undefined ? {} : { "x-functions-key": key },
  });
  const body = await response.text();
  return { status: response.status, ...(response.ok ? JSON.parse(body) : {}) };
}

/** True while there is a process of that id. */
export function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}
