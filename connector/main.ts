import { Command } from "commander";
import { definitionCommand } from "./commands/definition";
import { diffCommand } from "./commands/diff";
import { lintCommand } from "./commands/lint";
import { packageCommand } from "./commands/package";
import { postmanCommand } from "./commands/postman";
import { templateCommand } from "./commands/template";

// One clear line for a mistake: no guess at what was meant.
const program = new Command("npm run connector --")
  .description("Makes and checks the connector's documents.")
  .showSuggestionAfterError(false);

const commands = [
  definitionCommand,
  diffCommand,
  lintCommand,
  packageCommand,
  postmanCommand,
  templateCommand,
];
for (const command of commands) program.addCommand(command.copyInheritedSettings(program));

program.parseAsync().catch((error: unknown) => {
  program.error(`error: ${error instanceof Error ? error.message : String(error)}`);
});
