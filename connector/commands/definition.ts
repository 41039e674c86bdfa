import { Command, Option } from "commander";
import { definition, PLACEHOLDER_HOST } from "../definition";
import { withHost, type HostOptions } from "../withHost";
import { printOrWrite } from "./output";

interface DefinitionOptions extends HostOptions {
  readonly out?: string;
}

export const definitionCommand = new Command("definition")
  .description("print the connector's OpenAPI definition, or write it to a file")
  .option("--host <host>", "host name that serves the operations, name[:port]", PLACEHOLDER_HOST)
  .addOption(
    new Option("--scheme <scheme>", "how to reach the host")
      .choices(["https", "http"])
      .default("https"),
  )
  .option("--out <file>", "file to write instead of printing")
  .action(({ out, ...hostOptions }: DefinitionOptions) => {
    const text = `${JSON.stringify(withHost(definition(), hostOptions), null, 2)}\n`;
    printOrWrite(text, out);
  });
