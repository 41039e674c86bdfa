import { existsSync, rmSync } from "node:fs";
import { destroy, openLocalStack } from "./localStack";
import { left, openSteps, type OpenOptions, type StepContext } from "./openSteps";
import { prepareStateFolder, stateFolder } from "./stateFolder";
import { runSteps, type Step } from "./steps";

/**
 * Destroys what is deployed on this machine, its data and the stack.
 *
 * @returns false if there was nothing.
 */
export async function destroyLocal(options: OpenOptions): Promise<boolean> {
  if (!existsSync(stateFolder)) return false;
  prepareStateFolder();
  const context: StepContext = {};
  try {
    await runSteps([openSteps(options), [destroyStep(options)]], context, options);
  } finally {
    await context.cloud?.stop();
  }
  rmSync(stateFolder, { recursive: true });
  return true;
}

function destroyStep({ signal }: OpenOptions): Step<StepContext> {
  return {
    title: "Destroy",
    run: async (context, report) => {
      const stack = await openLocalStack({
        command: left(context, "command"),
        program: left(context, "program"),
        providerPort: left(context, "cloud").providerPort,
      });
      await destroy(stack, { onProgress: report, signal });
    },
  };
}
