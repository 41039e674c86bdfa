import type { Ports } from "./cloud/cloud";
import { cloudFailure, type CloudProcess } from "./cloudProcess";
import { configure, deploy, type Deployed } from "./localStack";
import { left, openSteps, openStack, type OpenOptions, type StepContext } from "./openSteps";
import { pulumiEnvironment } from "./stateFolder";
import { portIfFree } from "./storage/portChoice";
import { runSteps, type Step, type Timing } from "./steps";

/** Settings of {@link startLocal}. */
export interface StartOptions extends OpenOptions {
  /** Stack configuration to set first, each `key=value`; the previous values are restored if the deployment fails. */
  config: readonly string[];
}

/** A local deployment that is running. */
export interface LocalDeployment {
  deployed: Deployed;
  /** Environment with which any Pulumi CLI works on it. */
  environment: Record<string, string>;
  cloud: CloudProcess;
  timings: Timing[];
}

/**
 * Deploys the program on this machine and serves it.
 *
 * @throws Error when it fails; nothing is left running then.
 */
export async function startLocal(options: StartOptions): Promise<LocalDeployment> {
  await checkPorts(options.ports);
  const context: StepContext = {};
  try {
    const timings = await runSteps([openSteps(options), [deployStep(options)]], context, options);
    const cloud = left(context, "cloud");
    const environment = pulumiEnvironment(cloud.ports);
    return { deployed: left(context, "deployed"), environment, cloud, timings };
  } catch (error) {
    await context.cloud?.stop();
    throw context.cloud?.hasFailed ? cloudFailure(error) : error;
  }
}

function deployStep({ config }: StartOptions): Step<StepContext> {
  return {
    title: "Deploy",
    run: async (context, watch) => {
      watch.onProgress("opening the stack");
      const stack = await openStack(context);
      const restore = await configure(stack, config);
      try {
        context.deployed = await deploy(stack, watch);
      } catch (error) {
        restore();
        throw error;
      }
    },
  };
}

/** Fails before anything is started, rather than in the middle of a deployment. */
async function checkPorts({ functionApp, site, storage }: Ports): Promise<void> {
  const storagePorts = storage === 0 ? [] : [storage, storage + 1, storage + 2];
  for (const port of [functionApp, site, ...storagePorts]) {
    if (port !== 0 && (await portIfFree(port)) === 0) {
      throw new Error(
        `Port ${port} is taken by another program. Choose another port, or leave it out to use any free one.`,
      );
    }
  }
}
