import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import { expectRefused, expectServed } from "./checks";
import { StepWatch, type StepFigure } from "./figures";

/** A project that is deployed: a copy, in which code may be changed. */
export interface LifecycleOptions {
  readonly stack: Stack;
  /** The copy's folder. */
  readonly folder: string;
  /** Takes a line for each step, and the messages of waits. */
  readonly onProgress: (line: string) => void;
  /** Takes each step's figures as it ends. */
  readonly onFigure: (figure: StepFigure) => void;
  readonly signal: AbortSignal;
}

interface Deployed {
  readonly outputs: OutputMap;
  readonly changes: Readonly<Record<string, number>>;
}

/**
 * The life of a deployment, once: up, nothing to do, changed code, a new key, other hosting, destroyed, up again
 * under the same names, destroyed. After each step the deployment must serve its callers at the first call.
 *
 * @throws Error with the first step that failed, and why; what is deployed then stays
 */
export async function runLifecycle(options: LifecycleOptions): Promise<void> {
  const { stack, folder } = options;
  const up = (title: string): Promise<Deployed> => deploy(options, title);

  const first = await up("up");
  expectChanges(await up("up, nothing changed"), ["same"]);
  appendFileSync(join(folder, "function", "index.ts"), '\nprocess.env["LIFECYCLE"] = "changed";\n');
  expectChanges(await up("up, changed code"), ["same", "update"]);
  await stack.setConfig("apiKeyVersion", { value: "2" });
  const rotated = await up("up, new key");
  await expectRefused(rotated.outputs, first.outputs["apiKey"]?.value);
  await stack.setConfig("hosting", { value: "consumption" });
  await up("up, other hosting");
  await takeDown(options, "destroy");
  await stack.setConfig("hosting", { value: "flex" });
  const again = await up("up again, same names");
  for (const name of ["resourceGroupName", "functionAppName"]) {
    if (again.outputs[name]?.value !== first.outputs[name]?.value) {
      throw new Error(`${name} is another one than at first.`);
    }
  }
  await takeDown(options, "destroy");
}

/** Deploys, and checks that callers are served. */
async function deploy(options: LifecycleOptions, title: string): Promise<Deployed> {
  const { stack, onProgress, onFigure, signal } = options;
  onProgress(title);
  const watch = new StepWatch((message) => onProgress(`  ${message}`));
  const { outputs, summary } = await stack.up({
    color: "never",
    onEvent: watch.onEvent,
    signal: AbortSignal.any([signal]),
  });
  const changes = summary.resourceChanges ?? {};
  onFigure(watch.figure(title, changes));
  await expectServed(outputs);
  return { outputs, changes };
}

/** Destroys everything that is deployed. */
export async function takeDown(options: LifecycleOptions, title: string): Promise<void> {
  const { stack, onProgress, onFigure, signal } = options;
  onProgress(title);
  const watch = new StepWatch((message) => onProgress(`  ${message}`));
  const { summary } = await stack.destroy({
    color: "never",
    onEvent: watch.onEvent,
    signal: AbortSignal.any([signal]),
  });
  onFigure(watch.figure(title, summary.resourceChanges));
}

function expectChanges({ changes }: Deployed, allowed: readonly string[]): void {
  const others = Object.keys(changes).filter((change) => !allowed.includes(change));
  if (others.length === 0) return;
  throw new Error(`The engine did ${others.join(", ")}, expected only ${allowed.join(", ")}.`);
}
