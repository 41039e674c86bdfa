import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { stopSignal } from "../../local/stopSignal";
import { copyProject } from "../support/projectCopy";
import { projectFolder } from "../support/projectFolder";
import { azureTarget } from "./azureTarget";
import { runLifecycle, takeDown, type LifecycleOptions } from "./lifecycle";
import { recorded } from "./recorded";

interface Flags {
  readonly subscription: string;
  readonly location: string;
  readonly figures: string;
  readonly yes?: true;
  readonly takeDown?: true;
}

const stateFolder = join(projectFolder, ".azure-test");
const signal = stopSignal();
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs the lifecycle on Azure, or takes down what an earlier run has left. */
async function main(flags: Flags): Promise<void> {
  if (!flags.yes) throw new Error(QUESTION);
  const { subscription: subscriptionId, location } = flags;
  const target = await azureTarget({ stateFolder, subscriptionId, location, onProgress: say });
  const copy = copyProject();
  try {
    const figuresFile = flags.figures;
    const { folder } = copy;
    const options = await recorded({ target, folder, figuresFile, say, signal });
    await (flags.takeDown ? takeDown(options, "destroy") : removedAtEnd(options));
    await options.stack.workspace.removeStack(target.stackName);
    rmSync(stateFolder, { recursive: true });
    say(`Everything is removed. The figures are in ${flags.figures}.`);
  } finally {
    copy.remove();
    if (existsSync(stateFolder)) say(leftBehind(flags));
  }
}

/** Whatever happens, what was made on Azure is removed, unless the run is stopped by hand. */
async function removedAtEnd(options: LifecycleOptions): Promise<void> {
  try {
    await runLifecycle(options);
  } catch (error) {
    if (!signal.aborted) await takeDown(options, "destroy, after a failure");
    throw error;
  }
}

function leftBehind({ subscription }: Flags): string {
  return (
    "What this run made may still be on Azure. Remove it with: " +
    `npm run test:azure -- --subscription ${subscription} --take-down --yes`
  );
}

const QUESTION =
  "This deploys to Azure seven times, in a resource group of its own, and removes it again: about 40 minutes, and " +
  "less than 0.10 USD. Add --yes to start.";

function guid(text: string): string {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  throw new InvalidArgumentError(
    "Expected a subscription's id, as az account show --query id prints it.",
  );
}

new Command("test:azure")
  .configureHelp({ commandUsage: () => "npm run test:azure -- --subscription <id> --yes" })
  .description("The life of a deployment on Azure, with how long each wait took.")
  .requiredOption("--subscription <id>", "the subscription to deploy to", guid)
  .option("--location <region>", "an Azure region with Flex Consumption", "westeurope")
  .option("--figures <file>", "where the figures are written", "azure-figures.json")
  .option("--take-down", "only remove what an earlier run has left")
  .option("--yes", "deploy to Azure")
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(signal.aborted ? 130 : 1);
  });
