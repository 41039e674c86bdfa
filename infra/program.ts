import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { connectorDocuments } from "../connector/documents/connectorDocuments";
import { thisConnector } from "../function/thisConnector";
import { CONNECTOR_FILE_NAMES } from "../toolkit/document/connectorFileNames";
import { PLACEHOLDER_HOST } from "../toolkit/document/host";
import { readSettings } from "./config";
import { MAIN_CONNECTOR } from "./earlierResources";
import { FunctionConnector, outputsOf } from "./functionConnector";
import { requireSoundConnector } from "./requireSoundConnector";

const root = join(__dirname, "..");

/** The Pulumi program: one stack is one tenant's function app, its key and its published connector. */
export async function program(): Promise<Record<string, pulumi.Output<unknown>>> {
  const settings = readSettings(new pulumi.Config());
  const connector = thisConnector;
  const documents = connectorDocuments({ connector, auth: settings.auth, host: PLACEHOLDER_HOST });
  await requireSoundConnector(documents);
  const deployed = new FunctionConnector(MAIN_CONNECTOR, {
    connector,
    documents,
    functionFolder: join(root, "function"),
    iconPath: join(root, "connector", CONNECTOR_FILE_NAMES.icon),
    programFolder: __dirname,
    ...settings,
  });
  return outputsOf(deployed);
}
