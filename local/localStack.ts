import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  LocalWorkspace,
  Stack,
  type OutputMap,
  type PulumiCommand,
  type PulumiFn,
} from "@pulumi/pulumi/automation";
import type { CloudPorts } from "./cloudProcess";
import { DeploymentWatch } from "./deploymentWatch";
import {
  projectFolder,
  pulumiEnvironment,
  stackFileName,
  stackName,
  statePaths,
} from "./stateFolder";
import type { StepWatch } from "./steps";

const stackFile = join(projectFolder, stackFileName);

/** What the local stack is opened with. */
export interface LocalStackOptions {
  command: PulumiCommand;
  program: PulumiFn;
  /** Where the emulator listens. */
  ports: CloudPorts;
}

/** Opens the local stack, and creates it the first time. */
export async function openLocalStack(options: LocalStackOptions): Promise<Stack> {
  const workspace = await LocalWorkspace.create({
    workDir: projectFolder,
    program: options.program,
    pulumiHome: statePaths.pulumiHome,
    pulumiCommand: options.command,
    envVars: {
      ...pulumiEnvironment(options.ports),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // The emulator replaces every plugin; nothing is to be downloaded.
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
  });
  const stack = await Stack.createOrSelect(stackName, workspace);
  // The process that held the lock is gone: one start at a time works on this folder.
  if (isLocked()) await stack.cancel();
  return stack;
}

/**
 * Sets configuration of the stack, given as `key=value`.
 *
 * @returns a function that restores the previous configuration, for when the deployment fails.
 */
export async function configure(stack: Stack, settings: readonly string[]): Promise<() => void> {
  const pairs = settings.map((setting) => {
    const at = setting.indexOf("=");
    if (at < 1) {
      throw new Error(
        `"${setting}" is not a configuration setting: expected KEY=VALUE, such as hosting=consumption.`,
      );
    }
    return [setting.slice(0, at), { value: setting.slice(at + 1) }] as const;
  });
  const before = readFileSync(stackFile, "utf8");
  if (pairs.length > 0) await stack.setAllConfig(Object.fromEntries(pairs));
  return () => writeFileSync(stackFile, before);
}

/** The result of a deployment. */
export interface Deployed {
  /** The Pulumi project's name. */
  project: string;
  outputs: OutputMap;
  /** How many resources were created, updated, the same and so on. */
  resourceChanges: Record<string, number>;
}

/**
 * Deploys the program after a refresh: ports may have changed since the last deployment.
 *
 * @throws Error with the engine's own messages.
 */
export async function deploy(stack: Stack, { onProgress, signal }: StepWatch): Promise<Deployed> {
  const watch = new DeploymentWatch(onProgress);
  try {
    const { outputs, summary } = await stack.up({
      refresh: true,
      color: "never",
      onEvent: watch.onEvent,
      signal,
    });
    const { name: project } = await stack.workspace.projectSettings();
    return { project, outputs, resourceChanges: summary.resourceChanges ?? {} };
  } catch (error) {
    throw watch.explain(error);
  }
}

/** Destroys the stack's resources, and the stack. */
export async function destroy(stack: Stack, { onProgress, signal }: StepWatch): Promise<void> {
  const watch = new DeploymentWatch(onProgress);
  try {
    await stack.destroy({ color: "never", onEvent: watch.onEvent, signal });
    await stack.workspace.removeStack(stackName);
  } catch (error) {
    throw watch.explain(error);
  }
}

function isLocked(): boolean {
  const locks = join(statePaths.stacks, ".pulumi", "locks");
  return (
    existsSync(locks) &&
    readdirSync(locks, { recursive: true }).some((name) => name.toString().endsWith(".json"))
  );
}
