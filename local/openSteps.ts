import type { PulumiCommand, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import type { Ports } from "./cloud/cloud";
import { CloudProcess } from "./cloudProcess";
import { openLocalStack, type Deployed } from "./localStack";
import { findPulumi } from "./pulumiCli/findPulumi";
import { statePaths } from "./stateFolder";
import type { Step } from "./steps";

/** What work on the local stack starts from. */
export interface OpenOptions {
  loadProgram: () => Promise<PulumiFn>;
  /** The folder of the program's main file. */
  programFolder: string;
  ports: Ports;
  isInteractive: boolean;
  /** Takes each line that the stand-in and its function app log. */
  onLog: (line: string) => void;
  signal: AbortSignal;
}

/** What the steps leave for each other. */
export interface StepContext {
  command?: PulumiCommand;
  program?: PulumiFn;
  cloud?: CloudProcess;
  deployed?: Deployed;
}

/** Gets everything that work on the local stack needs; none of these steps waits for another. */
export function openSteps(options: OpenOptions): Step<StepContext>[] {
  const { loadProgram, programFolder, ports, onLog } = options;
  return [
    {
      title: "Find the Pulumi CLI",
      run: async (context, watch) => {
        const { command } = await findPulumi(watch);
        context.command = command;
      },
    },
    {
      title: "Start the stand-in for Azure",
      run: async (context) => {
        const cloudOptions = { directory: statePaths.cloud, ports };
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

/** Opens the local stack with what the steps have left. */
export async function openStack(context: StepContext): Promise<Stack> {
  return openLocalStack({
    command: left(context, "command"),
    program: left(context, "program"),
    providerPort: left(context, "cloud").providerPort,
  });
}

/** What a step before left. */
export function left<Name extends keyof StepContext>(
  context: StepContext,
  name: Name,
): NonNullable<StepContext[Name]> {
  const value = context[name];
  if (value === undefined) throw new Error(`No step has left the ${name}.`);
  return value;
}
