import { Command, InvalidArgumentError, Option } from "commander";
import { stopSignal } from "../../local/stopSignal";
import { copyProject } from "../support/projectCopy";
import { emulatorTarget, type EmulatorOptions } from "./emulatorTarget";
import { runKilled } from "./killed";
import { runLifecycle } from "./lifecycle";
import { recorded } from "./recorded";

interface Flags {
  readonly delays: EmulatorOptions["delays"]["kind"];
  readonly seed: number;
  readonly figures: string;
  readonly kill?: number | true;
}

const signal = stopSignal();
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs the lifecycle on the emulator, which is late on purpose. */
async function main({ delays: kind, seed, figures: figuresFile, kill }: Flags): Promise<void> {
  say(`Delays ${kind}, seed ${seed}`);
  const copy = copyProject();
  const { folder } = copy;
  const log: string[] = [];
  const target = await emulatorTarget({
    folder,
    delays: { kind, seed },
    onLog: (line) => log.push(line),
  });
  try {
    const options = await recorded({ target, folder, figuresFile, say, signal });
    await (kill
      ? runKilled(options, target, kill === true ? undefined : kill)
      : runLifecycle(options));
  } catch (error) {
    say(log.slice(-40).join("\n"));
    throw error;
  } finally {
    await target.close();
    copy.remove();
  }
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number.");
}

new Command("emulatorMain")
  .description("The life of a deployment on the emulator.")
  .addOption(
    new Option("--delays <kind>", "how late the emulator is")
      .choices(["off", "short", "azure"])
      .default("short"),
  )
  .requiredOption("--seed <number>", "what the delays are drawn from", wholeNumber)
  .requiredOption("--figures <file>", "where the figures are written")
  .option(
    "--kill [wait]",
    "deploy once for each wait, or for one, kill everything in it, and deploy again",
    wholeNumber,
  )
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(signal.aborted ? 130 : 1);
  });
