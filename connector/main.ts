import { Command, CommanderError } from "commander";
import { definitionCommand } from "./commands/definition";
import { connectorDefinition } from "./commands/connectorDefinition";
import { deployedDefinitions } from "./commands/deployedDefinitions";
import { diffCommand } from "../toolkit/commands/diff";
import { lintCommand } from "../toolkit/commands/lint";
import { packageCommand } from "./commands/package";
import { postmanCommand } from "../toolkit/commands/postman";
import { templateCommand } from "../toolkit/commands/template";
import type { Connector } from "../function/contract/connector";

// One clear line for a mistake, without a guess at what was meant.
const program = new Command("npm run connector --")
  .description("Makes and checks the connector's documents.")
  .showSuggestionAfterError(false)
  .exitOverride();

const commands = [
  definitionCommand(loadConnector),
  diffCommand(deployedDefinitions(loadConnector)),
  lintCommand,
  packageCommand(loadConnector),
  postmanCommand(connectorDefinition(loadConnector)),
  templateCommand,
];
for (const command of commands) program.addCommand(command.copyInheritedSettings(program));

process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  // A reader such as `head` closes a pipe when it has enough: the command ends as it would.
  if (code === "EPIPE") return;
  process.stderr.write(
    `error: Cannot write to standard output (${code}). Print to a disk with free space.\n`,
  );
  process.exitCode = 1;
});
process.stderr.on("error", ({ code }: NodeJS.ErrnoException) => {
  // No stream is left to report it on.
  if (code !== "EPIPE") process.exitCode = 1;
});

run().catch((error: unknown) => {
  // Commander has printed it.
  if (error instanceof CommanderError) return endWith(error.exitCode);
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  endWith(1);
});

/** Loaded when it is needed: commands for any connector start without this one. */
function loadConnector(): Connector {
  const {
    thisConnector,
  }: typeof import("../function/thisConnector") = require("../function/thisConnector");
  return thisConnector;
}

async function run(): Promise<void> {
  goToCaller();
  await program.parseAsync();
}

/** npm runs a script where its package.json is, and paths are meant from where npm was called. */
function goToCaller(): void {
  const { npm_lifecycle_event: script, INIT_CWD: caller } = process.env;
  if (script === "connector" && caller) process.chdir(caller);
}

/** Ends the process when everything is printed: `process.exit` alone would cut off what a pipe has not read. */
function endWith(exitCode: number): void {
  process.stdout.write("", () => {
    process.stderr.write("", () => {
      process.exit(exitCode);
    });
  });
}
