import { Listr, ListrLogger, ProcessOutput } from "listr2";

/** A step of a longer work. */
export interface Step<Context> {
  title: string;
  run: (context: Context, watch: StepWatch) => Promise<void>;
}

/** How a step is watched and stopped. */
export interface StepWatch {
  /** Shows a short text of how far the step is. */
  onProgress: (message: string) => void;
  /** Aborts when the work is to stop, or another step of the group has failed. */
  signal: AbortSignal;
}

/** How long a step took; timings are in the order in which the steps ended. */
export interface Timing {
  title: string;
  durationMs: number;
}

/** How the steps are shown. */
export interface StepsOptions {
  /** True on a terminal; otherwise each step is a line. */
  isInteractive: boolean;
  /** Stops the work. */
  signal: AbortSignal;
}

/**
 * Runs groups of steps, one group after the other, the steps of a group at the same time, and shows on stderr how
 * far they are.
 *
 * @throws what the first step that failed threw, once its group has ended.
 */
export async function runSteps<Context extends object>(
  groups: readonly (readonly Step<Context>[])[],
  context: Context,
  { isInteractive, signal }: StepsOptions,
): Promise<Timing[]> {
  const timings: Timing[] = [];
  const failures: unknown[] = [];
  const failed = new AbortController();
  const stopped = AbortSignal.any([signal, failed.signal]);
  for (const group of groups) {
    // Results go to stdout, so progress goes to stderr.
    const logger = new ListrLogger({
      processOutput: new ProcessOutput(process.stderr, process.stderr),
    });
    const list = new Listr<Context>([], {
      concurrent: true,
      exitOnError: false,
      rendererOptions: { logger },
      fallbackRendererCondition: () => !isInteractive,
      fallbackRendererOptions: { logger },
      registerSignalListeners: false,
    });
    for (const { title, run } of group) {
      list.add({
        title,
        task: async (_, task) => {
          const startMs = performance.now();
          try {
            const onProgress = (message: string): void => void (task.output = message);
            await run(context, { onProgress, signal: stopped });
          } catch (error) {
            failures.push(error);
            failed.abort(error);
            // The caller shows what went wrong, once.
            throw new Error("see below", { cause: error });
          }
          timings.push({ title, durationMs: performance.now() - startMs });
        },
      });
    }
    await list.run(context);
    if (failures.length > 0) throw failures[0];
  }
  return timings;
}
