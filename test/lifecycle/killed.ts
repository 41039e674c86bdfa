import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expectServed } from "./checks";
import { StepWatch } from "./figures";
import { takeDown, type LifecycleOptions } from "./lifecycle";
import type { Target } from "./target";

/** Passes a process that is to be killed what it works on, as JSON. */
export const KILLED_OPTIONS = "LIFECYCLE_KILLED";

/** What the process that is to be killed works on. */
export interface KilledOptions {
  readonly folder: string;
  readonly target: Pick<Target, "title" | "stackName" | "environment" | "config">;
}

/**
 * Deploys again and again, each time from nothing: kills the engine and the provider in the first wait, then in the
 * second and so on, and deploys once more, which must do. Ends with the first deployment that has no further wait.
 *
 * @param only the number of the only wait to kill in; without it, each in turn
 * @throws Error when a deployment that follows a killed one fails or does not serve, or has no wait of that number
 */
export async function runKilled(
  options: LifecycleOptions,
  target: Target,
  only?: number,
): Promise<void> {
  for (let wait = only ?? 1; await killAtWait(wait, options, target); wait += 1) {
    const { stack, onProgress, onFigure, signal } = options;
    onProgress("up, after the kill");
    // The process that held the lock is gone.
    await stack.cancel();
    const watch = new StepWatch((message) => onProgress(`  ${message}`));
    const { outputs, summary } = await stack.up({
      color: "never",
      onEvent: watch.onEvent,
      signal: AbortSignal.any([signal]),
    });
    onFigure(watch.figure(`up, after a kill in wait ${wait}`, summary.resourceChanges));
    await expectServed(outputs);
    await takeDown(options, "destroy");
    if (wait === only) return;
  }
  await takeDown(options, "destroy");
  if (only !== undefined) throw new Error(`The deployment had no wait ${only}.`);
}

/** @returns whether there was such a wait, in which everything was killed; otherwise it is deployed now */
async function killAtWait(
  wait: number,
  options: LifecycleOptions,
  target: Target,
): Promise<boolean> {
  const { folder, onProgress } = options;
  onProgress(`up, to be killed in wait ${wait}`);
  const { title, stackName, environment, config } = target;
  const killed: KilledOptions = { folder, target: { title, stackName, environment, config } };
  const child = spawn(
    process.execPath,
    ["--require", "tsx/cjs", join(__dirname, "killedMain.ts")],
    {
      // Of a group of its own, which is killed as a whole.
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, [KILLED_OPTIONS]: JSON.stringify(killed) },
    },
  );
  const waits = new Set<string>();
  createInterface(child.stdout).on("line", (line) => {
    waits.add(line);
    if (waits.size !== wait || child.pid === undefined) return;
    onProgress(`  killed: ${line}`);
    process.kill(-child.pid, "SIGKILL");
  });
  const [code, signalName] = (await once(child, "exit")) as [number | null, string | null];
  if (signalName === "SIGKILL") return true;
  if (code === 0) return false;
  throw new Error(
    `The deployment that was to be killed in wait ${wait} failed with exit code ${code}.`,
  );
}
