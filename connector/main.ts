import { Command, CommanderError } from "commander";
import { definitionCommand } from "./commands/definition";
import { connectorDefinition } from "./commands/connectorDefinition";
import { deployedDefinitions } from "./commands/deployedDefinitions";
import { diffCommand } from "../toolkit/commands/diff";
import { lintCommand } from "../toolkit/commands/lint";
import { packageCommand } from "./commands/package";
import { postmanCommand } from "../toolkit/commands/postman";
import { templateCommand } from "../toolkit/commands/template";

// One clear line for a mistake: no guess at what was meant.
const program = new Command("npm run connector --")
  .description("Makes and checks the connector's documents.")
  .showSuggestionAfterError(false)
  .exitOverride();

const commands = [
  definitionCommand,
  diffCommand(deployedDefinitions),
  lintCommand,
  packageCommand,
  postmanCommand(connectorDefinition),
  templateCommand,
];
for (const command of commands) program.addCommand(command.copyInheritedSettings(program));

process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  // Who closes a pipe has read enough, as `head` does: the command ends as it would.
  if (code === "EPIPE") return;
  process.stderr.write(`error: Cannot print (${code}). Print to where there is room.\n`);
  process.exitCode = 1;
});
process.stderr.on("error", ({ code }: NodeJS.ErrnoException) => {
  // There is no place left to say it.
  if (code !== "EPIPE") process.exitCode = 1;
});

run().catch((error: unknown) => {
  // Commander has printed its own.
  if (error instanceof CommanderError) return endWith(error.exitCode);
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  endWith(1);
});

async function run(): Promise<void> {
  goToCaller();
  await program.parseAsync();
}

/** npm runs a script where its package.json is, and paths are meant from where npm was called. */
function goToCaller(): void {
  const { npm_lifecycle_event: script, INIT_CWD: caller } = process.env;
  if (script === "connector" && caller) process.chdir(caller);
}

/** Ends the process when all that it printed is out: by itself, `process.exit` cuts off a pipe's. */
function endWith(exitCode: number): void {
  process.stdout.write("", () => {
    process.stderr.write("", () => {
      process.exit(exitCode);
    });
  });
}
