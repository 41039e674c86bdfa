import * as v from "valibot";
import type { TemplateResource } from "./armTemplate/templateResource";
import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { releasedPackage } from "./releasedPackage";
import { webAppSchema } from "./webAppInputs";

/**
 * Takes up a package into a Flex Consumption app, as its site extension does: fetches it from the address given,
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
      `The local stand-in knows no site extension '${extension}', only onedeploy.`,
    );
  }
  const { packageUri, remoteBuild } = resource.properties;
  if (remoteBuild === true) {
    throw new AzureError(
      "BadRequest",
      "The local stand-in builds nothing: deploy a complete package, with remoteBuild false.",
    );
  }
  const app = cloud.inventory.get(`${groupId}/providers/Microsoft.Web/sites/${appName}`);
  const kept = await releasedPackage(cloud, v.parse(webAppSchema, app.inputs));
  const packageZip = await fetchPackage(String(packageUri));
  // A package that does not load is not kept: a restart comes back to the one before.
  await cloud.functionApps.deploy(app.id, packageZip);
  await kept.uploadData(packageZip);
}

async function fetchPackage(packageUri: string): Promise<Buffer> {
  const answer = await fetch(packageUri).catch((error: unknown) => String(error));
  if (answer instanceof Response && answer.ok) return Buffer.from(await answer.arrayBuffer());
  const reason = answer instanceof Response ? `${answer.status} ${answer.statusText}` : answer;
  throw new AzureError("BadRequest", `The package cannot be read from its packageUri: ${reason}.`);
}
