import { writeFileSync } from "node:fs";
import type { StepFigure } from "./figures";
import type { LifecycleOptions } from "./lifecycle";
import { openStack } from "./openStack";
import type { Target } from "./target";

/** What a run is recorded in. */
export interface RecordOptions {
  readonly target: Target;
  /** The folder of the project's copy. */
  readonly folder: string;
  /** The file that the figures are written to, after each step. */
  readonly figuresFile: string;
  /** Takes a line for each step and each message of a wait. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Opens the target's stack for steps whose figures are written to a file as they end. */
export async function recorded(options: RecordOptions): Promise<LifecycleOptions> {
  const { target, folder, figuresFile, say, signal } = options;
  const startedAt = new Date().toISOString();
  const steps: StepFigure[] = [];
  return {
    stack: await openStack(folder, target),
    folder,
    signal,
    onProgress: say,
    onFigure: (figure) => {
      steps.push(figure);
      say(`  ${figure.seconds} s`);
      const figures = { target: target.title, startedAt, node: process.version, steps };
      writeFileSync(figuresFile, `${JSON.stringify(figures, null, 2)}\n`);
    },
  };
}
