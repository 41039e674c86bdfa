import { dirname, join, relative, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { ConnectorDefinition } from "../connector/definition/swagger";
import { connectorDocuments } from "../connector/documents/connectorDocuments";
import { PLACEHOLDER_HOST } from "../toolkit/document/host";
import { lintConfigIn } from "../toolkit/lint/config/readLintConfig";
import {
  DEFAULT_SETTINGS,
  type FunctionConnectorArgs,
  type FunctionConnectorSettings,
} from "./functionConnectorArgs";
import { requireNames, type NameSeed } from "./names";
import { buildPackage, type Package } from "./package";
import { requireSoundConnector } from "./requireSoundConnector";

/** All of a connector that is known before anything of it is registered. */
export interface ConnectorPlan {
  readonly name: string;
  readonly args: FunctionConnectorArgs;
  readonly settings: FunctionConnectorSettings;
  /** With the placeholder host. */
  readonly definition: ConnectorDefinition;
  readonly seed: Omit<NameSeed, "subscriptionId">;
  readonly code: Package;
  /** A path as the engine reads it: from the folder of the program's main file. So the state fits any machine. */
  readonly fromProgram: (path: string) => string;
}

/**
 * Checks what a connector is made of and builds its package.
 *
 * @throws pulumi.RunError when the connector is not whole, a name does not fit Azure, or the platform would
 *   refuse the connector
 * @throws Error when the function app's code cannot be bundled
 */
export function planConnector(name: string, args: FunctionConnectorArgs): ConnectorPlan {
  const settings = { ...DEFAULT_SETTINGS, ...args };
  const { connector, connectorFolder, functionFolder, packageFolder } = args;
  const { programFolder = process.cwd() } = args;
  const seed = {
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    component: name,
    hosting: settings.hosting,
  };
  requireNames(seed);
  const { auth } = settings;
  const documents = withoutStackTrace(() =>
    connectorDocuments({ connector, auth, host: PLACEHOLDER_HOST }),
  );
  requireSoundConnector(documents, lintConfigIn(connectorFolder));
  return {
    name,
    args,
    settings,
    definition: documents.definition,
    seed,
    code: buildPackage({
      functionDirectory: resolve(functionFolder),
      outputDirectory: packageFolder ?? join(dirname(resolve(functionFolder)), "dist"),
    }),
    fromProgram: (path) => relative(programFolder, resolve(path)),
  };
}

/** What is wrong with a connector is its author's to correct: the message says it, a stack trace does not. */
function withoutStackTrace<Result>(make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new pulumi.RunError(error.message);
    throw error;
  }
}
