import { Command, Option } from "commander";
import { PLACEHOLDER_HOST } from "../definition";
import { connectorDocuments } from "../package/documents";
import { jsonText } from "../jsonText";
import type { Scheme } from "../swagger";
import { addAuthOptions, authOf, type AuthOptions } from "./authOptions";
import { printOrWrite } from "./output";

type DefinitionOptions = AuthOptions & {
  readonly host?: string;
  readonly scheme?: Scheme;
  readonly out?: string;
};

export const definitionCommand = addAuthOptions(
  new Command("definition")
    .description("print the connector's OpenAPI definition, or write it to a file")
    .option(
      "--host <host>",
      `host name that serves the operations, name[:port] (default: ${PLACEHOLDER_HOST})`,
    )
    .addOption(
      new Option(
        "--scheme <scheme>",
        "how to reach the host (default: https, http through a gateway)",
      )
        .choices(["https", "http"])
        .conflicts("gateway"),
    )
    .option("--out <file>", "file to write instead of printing"),
).action((options: DefinitionOptions) => {
  const { host, scheme, gateway, multiTenant = false, out } = options;
  const named = host ?? (multiTenant ? undefined : PLACEHOLDER_HOST);
  const { definition } = connectorDocuments({
    auth: authOf(options),
    multiTenant,
    ...(named !== undefined && { host: named }),
    ...(scheme && { scheme }),
    ...(gateway && { gateway }),
  });
  printOrWrite(jsonText(definition), out);
});
