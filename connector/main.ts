import { renameSync, rmSync, writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { definition, PLACEHOLDER_HOST } from "./definition";
import { withHost, type HostOptions } from "./withHost";

interface DefinitionOptions extends HostOptions {
  readonly out?: string;
}

// One clear line for a mistake: no guess at what was meant.
const program = new Command("npm run connector --")
  .description("Makes the connector's documents from the contracts of its operations.")
  .showSuggestionAfterError(false);

program
  .command("definition")
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
    if (out === undefined) process.stdout.write(text);
    else writeAtomically(out, text);
  });

try {
  program.parse();
} catch (error) {
  program.error(`error: ${error instanceof Error ? error.message : String(error)}`);
}

/** Readers of the file see the old text or the new one, never a part. */
function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (cause) {
    throw new Error(
      `Cannot write ${file}. Name a file in a folder that exists and can be written to.`,
      { cause },
    );
  } finally {
    rmSync(temporary, { force: true });
  }
}
