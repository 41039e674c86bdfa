const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Does work and cleans up after it: when the work is done or has failed, and also when this process
 * is asked to end before. `cleanup` may run twice.
 */
export async function withCleanup<Result>(
  cleanup: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  process.once("exit", cleanup);
  for (const signal of signals) process.once(signal, exitBySignal);
  try {
    return await work();
  } finally {
    process.off("exit", cleanup);
    for (const signal of signals) process.off(signal, exitBySignal);
    cleanup();
  }
}

/** Lets handlers of "exit" run, which a signal alone would not. */
function exitBySignal(signal: (typeof signals)[number]): never {
  // The exit codes that shells give to a process that these signals ended.
  process.exit(signal === "SIGINT" ? 130 : 143);
}
