import type { OutputMap, PulumiCommand, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import type { Ports } from "./cloud/cloud";
import { CloudProcess } from "./cloudProcess";
import { configure, deploy, openLocalStack } from "./localStack";
import { findPulumi } from "./pulumiCli/findPulumi";
import { prepareStateFolder, pulumiEnvironment, statePaths } from "./stateFolder";
import { portIfFree } from "./storage/portChoice";
import { runSteps, type Step, type Timing } from "./steps";

/** Settings of {@link startLocal}. */
export interface StartOptions {
  loadProgram: () => Promise<PulumiFn>;
  /** The folder of the program's main file. */
  programFolder: string;
  ports: Ports;
  /** Stack configuration to set first, each `key=value`. */
  config: readonly string[];
  isInteractive: boolean;
  /** Takes each line that the function app logs. */
  onLog: (line: string) => void;
  signal: AbortSignal;
}

/** A local deployment that is served. */
export interface LocalDeployment {
  outputs: OutputMap;
  /** Environment with which any Pulumi CLI works on it. */
  environment: Record<string, string>;
  cloud: CloudProcess;
  timings: Timing[];
}

interface Context {
  command?: PulumiCommand;
  program?: PulumiFn;
  cloud?: CloudProcess;
  stack?: Stack;
  outputs?: OutputMap;
}

/**
 * Deploys the program on this machine and serves it.
 *
 * @throws Error with nothing of ours left running.
 */
export async function startLocal(options: StartOptions): Promise<LocalDeployment> {
  await checkPorts(options.ports);
  prepareStateFolder();
  const context: Context = {};
  try {
    const timings = await runSteps([openSteps(options), deploySteps(options)], context, options);
    const { outputs, cloud } = context;
    return {
      outputs: need(outputs),
      environment: pulumiEnvironment(need(cloud).providerPort),
      cloud: need(cloud),
      timings,
    };
  } catch (error) {
    await context.cloud?.stop();
    throw error;
  }
}

/** What the deployment needs; none of these waits for another. */
function openSteps(options: StartOptions): Step<Context>[] {
  const { loadProgram, programFolder, ports, onLog, signal } = options;
  return [
    {
      title: "Find the Pulumi CLI",
      run: async (context, report) => {
        const found = await findPulumi({ onProgress: report, signal });
        context.command = found.command;
      },
    },
    {
      title: "Start the stand-in for Azure",
      run: async (context) => {
        context.cloud = await CloudProcess.start(
          { directory: statePaths.cloud, ports },
          programFolder,
          onLog,
        );
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

function deploySteps({ config, signal }: StartOptions): Step<Context>[] {
  return [
    {
      title: "Deploy",
      run: async (context, report) => {
        report("opening the stack");
        const stack = await openLocalStack({
          command: need(context.command),
          program: need(context.program),
          providerPort: need(context.cloud).providerPort,
        });
        await configure(stack, config);
        context.outputs = await deploy(stack, { onProgress: report, signal });
      },
    },
  ];
}

/** Fails before anything is started, and not in the middle of a deployment. */
async function checkPorts(ports: Ports): Promise<void> {
  const { functionApp, site, storage } = ports;
  const fixed = [functionApp, site, ...(storage === 0 ? [] : [storage, storage + 1, storage + 2])];
  for (const port of fixed.filter((number) => number !== 0)) {
    if ((await portIfFree(port)) !== port) {
      throw new Error(
        `Port ${port} is taken by another program. Choose another one, or none to take any that is free.`,
      );
    }
  }
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("A step before this one left nothing.");
  return value;
}
