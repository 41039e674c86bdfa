import * as v from "valibot";
import type { TemplateResource } from "./armTemplate/templateResource";
import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { releasedPackage } from "./releasedPackage";
import { webAppSchema } from "./webAppInputs";

/**
 * Deploys a package to a Flex Consumption app, as its site extension does: fetches it from the given address,
 * starts the app with it, and keeps a copy in the app's deployment container.
 */
export async function oneDeploy(
  cloud: Cloud,
  groupId: string,
  resource: TemplateResource,
): Promise<void> {
  const [appName, extension] = resource.name.split("/");
  if (extension !== "onedeploy") {
    throw new AzureError(
      "InvalidTemplate",
      `The local emulator does not support the site extension '${extension}', only onedeploy.`,
    );
  }
  const { packageUri, remoteBuild } = resource.properties;
  if (remoteBuild === true) {
    throw new AzureError(
      "BadRequest",
      "The local emulator does not build packages: deploy a complete package, with remoteBuild false.",
    );
  }
  const app = cloud.inventory.get(`${groupId}/providers/Microsoft.Web/sites/${appName}`);
  const kept = await releasedPackage(cloud, v.parse(webAppSchema, app.inputs));
  const packageZip = await fetchPackage(String(packageUri));
  // A package that does not load is not kept: a restart returns to the previous one.
  await cloud.functionApps.deploy(app.id, packageZip);
  await kept.uploadData(packageZip);
}

async function fetchPackage(packageUri: string): Promise<Buffer> {
  const response = await fetch(packageUri).catch((error: unknown) => String(error));
  if (response instanceof Response && response.ok) return Buffer.from(await response.arrayBuffer());
  const reason =
    response instanceof Response ? `${response.status} ${response.statusText}` : response;
  throw new AzureError("BadRequest", `The package cannot be read from its packageUri: ${reason}.`);
}
