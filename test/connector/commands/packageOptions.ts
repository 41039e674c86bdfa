import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFiles } from "../../../connector/package/packageFiles";
import { thisConnector } from "../../../function/thisConnector";
import type { Files } from "../../../toolkit/files/reproducibleZip";
import { projectFolder } from "../../support/projectFolder";
import { ENTRA_ID } from "../../support/sampleAuth";

/** The files of a package to create the connector from. */
export const DEPLOY_FILES = [
  "README.md",
  "apiDefinition.swagger.json",
  "apiProperties.json",
  "icon.png",
  "intro.md",
  "settings.json",
];

/** The options that name a host. */
export const HOST = ["--host", "parcels.azurewebsites.net"];

/** The options that describe app registrations of Microsoft Entra ID. */
export const ENTRA = [
  "--entra-tenant-id",
  ENTRA_ID.tenantId,
  "--entra-client-id",
  ENTRA_ID.clientId,
  "--entra-resource",
  ENTRA_ID.resource,
];

/** What the command makes with `HOST` and nothing else. */
export function expectedFiles(): Files {
  return packageFiles({
    connector: thisConnector,
    auth: { modes: ["apiKey"], keyLocation: "query" },
    icon: readFileSync(join(projectFolder, "connector", "icon.png")),
    host: "parcels.azurewebsites.net",
  });
}
