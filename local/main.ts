import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { Command, InvalidArgumentError } from "commander";
import { panelOf, printPanel } from "./panel";
import { startLocal } from "./start";
import { projectFolder } from "./stateFolder";

interface StartFlags {
  port: number;
  sitePort: number;
  storagePort: number;
  config: string[];
  json: boolean;
  timings: boolean;
}

const programFolder = join(projectFolder, "infra");

// Loaded only when its step comes, since it takes a second.
async function loadProgram(): Promise<PulumiFn> {
  const { program } = require("../infra/program") as typeof import("../infra/program");
  return program;
}

async function start(flags: StartFlags): Promise<void> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new Error("Stopped."));
  process.once("SIGINT", stop).once("SIGTERM", stop).once("SIGHUP", stop);

  const { outputs, environment, cloud, timings } = await startLocal({
    loadProgram,
    programFolder,
    ports: { functionApp: flags.port, site: flags.sitePort, storage: flags.storagePort },
    config: flags.config,
    isInteractive: process.stderr.isTTY,
    onLog: (line) => process.stderr.write(`${line}\n`),
    signal: stopping.signal,
  });
  if (flags.timings) {
    for (const { title, durationMs } of timings) {
      process.stderr.write(`${(durationMs / 1000).toFixed(1).padStart(6)} s  ${title}\n`);
    }
  }
  const panel = panelOf(outputs, environment);
  process.stdout.write(flags.json ? `${JSON.stringify(panel)}\n` : printPanel(panel));

  const stopped = new Promise<"stopped">((resolve) => {
    if (stopping.signal.aborted) resolve("stopped");
    stopping.signal.addEventListener("abort", () => resolve("stopped"));
  });
  const end = await Promise.race([stopped, cloud.ended()]);
  await cloud.stop();
  if (end !== "stopped")
    throw new Error("The stand-in for Azure ended by itself; its last lines are above.");
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 65_535) return value;
  throw new InvalidArgumentError("Expected a port from 1 to 65535.");
}

const collect = (value: string, before: string[]): string[] => [...before, value];

const command = new Command("npm").description(
  "The local stack: the whole deployment on this machine, with no cloud account.",
);
command
  .command("start", { isDefault: true })
  .description("deploy on this machine and serve until Ctrl-C")
  .option(
    "--port <port>",
    "port of the function app (default: the one of last time, or any free one)",
    port,
    0,
  )
  .option("--site-port <port>", "port of the published site", port, 0)
  .option(
    "--storage-port <port>",
    "port of the blob service; queues and tables take the two next",
    port,
    0,
  )
  .option("-c, --config <key=value>", "set stack configuration first; may be repeated", collect, [])
  .option("--json", "print what the panel shows as one line of JSON", false)
  .option("--timings", "print how long each step took", false)
  .action(start);

process.chdir(projectFolder);
command.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
