import { dirname, join, relative, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  connectorDocuments,
  type ConnectorDocuments,
} from "../connector/documents/connectorDocuments";
import { requireWholeConnector } from "../function/contract/requireWholeConnector";
import { PLACEHOLDER_HOST } from "../toolkit/document/host";
import {
  DEFAULT_SETTINGS,
  type FunctionConnectorArgs,
  type FunctionConnectorSettings,
} from "./functionConnectorArgs";
import { requireNames, type NameSeed } from "./names";
import { buildPackage, type Package } from "./package";

/** All of a connector that is known before anything of it is registered. */
export interface ConnectorPlan {
  readonly name: string;
  readonly args: FunctionConnectorArgs;
  readonly settings: FunctionConnectorSettings;
  /** With the placeholder host. */
  readonly documents: ConnectorDocuments;
  readonly seed: Omit<NameSeed, "subscriptionId">;
  readonly code: Package;
  /** A path as the engine reads it: from the folder of the program's main file. So the state fits any machine. */
  readonly fromProgram: (path: string) => string;
}

/**
 * Checks what a connector is made of and builds its package.
 *
 * @throws RangeError when the connector is not whole
 * @throws pulumi.RunError when a name does not fit Azure
 * @throws Error when the function app's code cannot be bundled
 */
export function planConnector(name: string, args: FunctionConnectorArgs): ConnectorPlan {
  const settings = { ...DEFAULT_SETTINGS, ...args };
  const { connector, functionFolder, packageFolder, programFolder = process.cwd() } = args;
  requireWholeConnector(connector);
  const seed = {
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    component: name,
    hosting: settings.hosting,
  };
  requireNames(seed);
  const { auth } = settings;
  return {
    name,
    args,
    settings,
    documents: args.documents ?? connectorDocuments({ connector, auth, host: PLACEHOLDER_HOST }),
    seed,
    code: buildPackage({
      functionDirectory: resolve(functionFolder),
      outputDirectory: packageFolder ?? join(dirname(resolve(functionFolder)), "dist"),
    }),
    fromProgram: (path) => relative(programFolder, resolve(path)),
  };
}
