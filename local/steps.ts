import { Listr, ListrLogger, ProcessOutput } from "listr2";

/** A step of a longer work. */
export interface Step<Context> {
  title: string;
  run: (context: Context, report: (message: string) => void) => Promise<void>;
}

/** What the steps took, in the order in which they ended. */
export interface Timing {
  title: string;
  durationMs: number;
}

/** How the steps are shown. */
export interface StepsOptions {
  /** True where a person watches a terminal; else each step is a line. */
  isInteractive: boolean;
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
  { isInteractive }: StepsOptions,
): Promise<Timing[]> {
  const timings: Timing[] = [];
  const failures: unknown[] = [];
  for (const group of groups) {
    // What is asked for goes to the output; how far it is, beside it.
    const logger = new ListrLogger({
      processOutput: new ProcessOutput(process.stderr, process.stderr),
    });
    const list = new Listr<Context>([], {
      concurrent: true,
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
            await run(context, (message) => (task.output = message));
          } catch (error) {
            failures.push(error);
            // The caller shows what went wrong, once.
            throw new Error("see below", { cause: error });
          }
          timings.push({ title, durationMs: performance.now() - startMs });
        },
      });
    }
    await list.run(context).catch(() => {
      throw failures[0];
    });
  }
  return timings;
}
