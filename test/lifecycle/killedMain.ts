import { findPulumi } from "../../local/pulumiCli/findPulumi";
import { StepWatch } from "./figures";
import { KILLED_OPTIONS, type KilledOptions } from "./killed";
import { openStack } from "./openStack";

/** Deploys, and prints a line for each wait as it begins: whoever started this process kills it in one. */
async function main(): Promise<void> {
  const { folder, target } = JSON.parse(process.env[KILLED_OPTIONS] ?? "") as KilledOptions;
  const { command } = await findPulumi();
  const stack = await openStack(folder, { ...target, command, close: async () => undefined });
  // A message is the same from the begin of a wait to its end but for the time that has passed.
  const watch = new StepWatch((message) =>
    process.stdout.write(`${message.replace(/ \(.*/, "")}\n`),
  );
  await stack.up({ color: "never", onEvent: watch.onEvent });
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
