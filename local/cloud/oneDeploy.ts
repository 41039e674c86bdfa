import * as v from "valibot";
import type { TemplateResource } from "./armTemplate/templateResource";
import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import { releasePackage } from "./releasedPackage";
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
  const app = cloud.inventory.get(`${groupId}/providers/Microsoft.Web/sites/${appName}`);
  const { packageUri } = resource.properties;
  const answer = await fetch(String(packageUri));
  if (!answer.ok) {
    throw new AzureError(
      "BadRequest",
      `The package cannot be read from its packageUri: ${answer.status} ${answer.statusText}.`,
    );
  }
  const packageZip = Buffer.from(await answer.arrayBuffer());
  // A package that does not load is not kept: a restart comes back to the one before.
  await cloud.functionApps.deploy(app.id, packageZip);
  await releasePackage(cloud, v.parse(webAppSchema, app.inputs), packageZip);
}
