import { Command } from "commander";
import { connectorDocuments } from "../documents/connectorDocuments";
import type { ConnectorLoader } from "./connectorLoader";
import { jsonText } from "../../toolkit/text/jsonText";
import { addSourceOptions, sourceOf, type SourceOptions } from "./connectorSource";
import { printOrWrite } from "../../toolkit/commands/output";
import { pathArgument } from "../../toolkit/commands/pathArgument";
import {
  addReachOptions,
  defaultModesOf,
  schemeOption,
  type ReachOptions,
  type SchemeOptions,
} from "./reachOptions";
import { PLACEHOLDER_HOST } from "../../toolkit/document/host";

type DefinitionOptions = SourceOptions &
  SchemeOptions &
  ReachOptions & {
    readonly out?: string;
  };

/** Prints or writes the definition of a connector. */
export function definitionCommand(loadConnector: ConnectorLoader): Command {
  return addReachOptions(
    addSourceOptions(
      new Command("definition").description(
        "print the connector's OpenAPI definition, or write it to a file",
      ),
      PLACEHOLDER_HOST,
    ).addOption(schemeOption()),
  )
    .option("--out <file>", "file to write instead of printing", pathArgument)
    .action(async (options: DefinitionOptions) => {
      const { scheme, gateway, multiTenant = false, out } = options;
      const { auth, host = multiTenant ? undefined : PLACEHOLDER_HOST } = await sourceOf(
        options,
        defaultModesOf(options),
      );
      const { definition } = connectorDocuments({
        connector: loadConnector(),
        auth,
        multiTenant,
        ...(host !== undefined && { host }),
        ...(scheme && { scheme }),
        ...(gateway && { gateway }),
      });
      printOrWrite(jsonText(definition), out);
    });
}
