import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { Command, InvalidArgumentError, Option } from "commander";
import { delayKinds, noDelays, seedLimit, type DelayKind } from "./cloud/delays/delays";
import { cloudFailure } from "./cloudProcess";
import { destroyLocal } from "./destroy";
import { oneAtATime } from "./oneAtATime";
import type { OpenOptions } from "./openSteps";
import { panelOf, printPanel } from "./panel";
import { startLocal } from "./start";
import { projectFolder, stateFolder } from "./stateFolder";
import type { Timing } from "./steps";
import { stopSignal } from "./stopSignal";

interface StartFlags {
  port: number;
  sitePort: number;
  storagePort: number;
  delays: DelayKind;
  delaysSeed: number;
  config: string[];
  json?: true;
  timings?: true;
}

const signal = stopSignal();

const openOptions: OpenOptions = {
  // Loaded only when its step comes, since it takes a while.
  loadProgram: async (): Promise<PulumiFn> =>
    (require("./deployedProgram") as typeof import("./deployedProgram")).program,
  programFolder: join(projectFolder, "infra"),
  ports: { functionApp: 0, site: 0, storage: 0 },
  delays: noDelays,
  isInteractive: process.stderr.isTTY,
  onLog: (line) => process.stderr.write(`${line}\n`),
  signal,
};

async function start(flags: StartFlags): Promise<void> {
  const delays = { kind: flags.delays, seed: flags.delaysSeed };
  if (delays.kind !== "off") {
    // Whatever comes of it can be had again by the seed.
    process.stderr.write(`Delays: ${delays.kind}, seed ${delays.seed}\n`);
  }
  const { deployed, environment, cloud, timings } = await startLocal({
    ...openOptions,
    ports: { functionApp: flags.port, site: flags.sitePort, storage: flags.storagePort },
    delays,
    config: flags.config,
  });
  if (flags.timings) process.stderr.write(printTimings(timings));
  const panel = panelOf(deployed, environment, delays);
  process.stdout.write(flags.json ? `${JSON.stringify(panel)}\n` : printPanel(panel));

  const stopped = new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", resolve);
  });
  await Promise.race([stopped, cloud.ended()]);
  await cloud.stop();
  if (!signal.aborted) throw cloudFailure();
}

async function destroy(): Promise<void> {
  const isThere = existsSync(stateFolder);
  if (isThere) await oneAtATime(() => destroyLocal(openOptions));
  process.stdout.write(isThere ? "Destroyed.\n" : "Nothing is deployed on this machine.\n");
}

function printTimings(timings: Timing[]): string {
  return timings
    .map(({ title, durationMs }) => `${(durationMs / 1000).toFixed(1).padStart(6)} s  ${title}\n`)
    .join("");
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 65_535) return value;
  throw new InvalidArgumentError("Expected a port from 1 to 65535.");
}

function seed(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < seedLimit) return value;
  throw new InvalidArgumentError(`Expected a whole number from 0 to ${seedLimit - 1}.`);
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function portOption(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser(port)
    .default(0, "the last one used, or any that is free");
}

const command = new Command("local").description(
  "The local stack: the whole deployment on this machine, with no cloud account.",
);
command
  .command("start")
  .configureHelp({ commandUsage: () => "npm start -- [options]" })
  .description("Deploys on this machine and serves until Ctrl-C.")
  .addOption(portOption("--port <port>", "port of the function app"))
  .addOption(portOption("--site-port <port>", "port of the published site"))
  .addOption(
    portOption("--storage-port <port>", "port of blobs; queues and tables use the next two"),
  )
  .addOption(
    new Option("-c, --config <key=value>", "set stack configuration first; may be repeated")
      .argParser(collect)
      .default([], "the current values"),
  )
  .addOption(
    new Option("--delays <kind>", "be late as Azure is, at random, or with waits below a second")
      .choices(delayKinds)
      .default("off"),
  )
  .addOption(
    new Option("--delays-seed <n>", "repeat the delays of an earlier start")
      .argParser(seed)
      .default(randomInt(seedLimit), "a random one"),
  )
  .option("--json", "print what the panel shows as one line of JSON")
  .option("--timings", "print how long each step took")
  .action((flags: StartFlags) => oneAtATime(() => start(flags)));
command
  .command("destroy")
  .configureHelp({ commandUsage: () => "npm run destroy" })
  .description("Destroys the local deployment, with all its data.")
  .action(destroy);

process.chdir(projectFolder);
command.parseAsync().catch((error: unknown) => {
  const cause: unknown = signal.aborted ? signal.reason : error;
  process.stderr.write(`${(cause as Error).message}\n`);
  // As a shell reports a program that a signal ended.
  process.exit(signal.aborted ? 130 : 1);
});
