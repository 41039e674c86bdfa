import type { PulumiCommand, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import type { Ports } from "./cloud/cloud";
import type { DelayOptions } from "./cloud/delays/delays";
import { CloudProcess } from "./cloudProcess";
import { openLocalStack, type Deployed } from "./localStack";
import { findPulumi } from "./pulumiCli/findPulumi";
import { statePaths } from "./stateFolder";
import type { Step } from "./steps";

/** What work on the local stack needs. */
export interface OpenOptions {
  loadProgram: () => Promise<PulumiFn>;
  /** The folder of the program's main file. */
  programFolder: string;
  ports: Ports;
  /** How late the emulator is. */
  delays: DelayOptions;
  isInteractive: boolean;
  /** Takes each line that the emulator and its function app log. */
  onLog: (line: string) => void;
  signal: AbortSignal;
}

/** What the steps pass to each other. */
export interface StepContext {
  command?: PulumiCommand;
  program?: PulumiFn;
  cloud?: CloudProcess;
  deployed?: Deployed;
}

/** Gets everything that work on the local stack needs; these steps do not depend on each other. */
export function openSteps(options: OpenOptions): Step<StepContext>[] {
  const { loadProgram, programFolder, ports, delays, onLog } = options;
  return [
    {
      title: "Find the Pulumi CLI",
      run: async (context, watch) => {
        const { command } = await findPulumi(watch);
        context.command = command;
      },
    },
    {
      title: "Start the emulator",
      run: async (context) => {
        const cloudOptions = { directory: statePaths.cloud, ports, delays };
        context.cloud = await CloudProcess.start(cloudOptions, programFolder, onLog);
      },
    },
    {
      title: "Load the program",
      run: async (context) => {
        context.program = await loadProgram();
      },
    },
  ];
}

/** Opens the local stack with the results of the steps. */
export async function openStack(context: StepContext): Promise<Stack> {
  return openLocalStack({
    command: left(context, "command"),
    program: left(context, "program"),
    ports: left(context, "cloud").ports,
  });
}

/** The result of an earlier step. */
export function left<Name extends keyof StepContext>(
  context: StepContext,
  name: Name,
): NonNullable<StepContext[Name]> {
  const value = context[name];
  if (value === undefined) throw new Error(`No step has provided the ${name}.`);
  return value;
}
