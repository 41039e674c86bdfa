import { rmSync } from "node:fs";
import { cloudFailure } from "./cloudProcess";
import { destroy } from "./localStack";
import { openSteps, openStack, type OpenOptions, type StepContext } from "./openSteps";
import { stateFolder } from "./stateFolder";
import { runSteps, type Step } from "./steps";

const destroyStep: Step<StepContext> = {
  title: "Destroy",
  run: async (context, watch) => {
    await destroy(await openStack(context), watch);
  },
};

/** Destroys what is deployed on this machine, its data and the stack. */
export async function destroyLocal(options: OpenOptions): Promise<void> {
  const context: StepContext = {};
  try {
    await runSteps([openSteps(options), [destroyStep]], context, options);
  } catch (error) {
    await context.cloud?.stop();
    throw context.cloud?.hasFailed ? cloudFailure(error) : error;
  }
  await context.cloud?.stop();
  rmSync(stateFolder, { recursive: true });
}
