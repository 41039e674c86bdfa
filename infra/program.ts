import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { thisConnector } from "../function/thisConnector";
import { readSettings } from "./config";
import { MAIN_CONNECTOR } from "./earlierResources";
import { FunctionConnector, outputsOf } from "./functionConnector";

const root = join(__dirname, "..");

/** The Pulumi program: one stack is one tenant's function app, its key and its published connector. */
export async function program(): Promise<Record<string, pulumi.Output<unknown>>> {
  const deployed = new FunctionConnector(MAIN_CONNECTOR, {
    ...readSettings(new pulumi.Config()),
    connector: thisConnector,
    functionFolder: join(root, "function"),
    connectorFolder: join(root, "connector"),
    programFolder: __dirname,
  });
  return outputsOf(deployed);
}
