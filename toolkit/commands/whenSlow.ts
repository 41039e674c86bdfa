/** How long a command runs before it says what it waits for. */
const SILENCE_MS = 2_000;

/** Does what may take long, and says on stderr what it waits for if it does. */
export async function whenSlow<Result>(
  progress: string,
  action: () => Promise<Result>,
): Promise<Result> {
  const timer = setTimeout(() => {
    process.stderr.write(`${progress}\n`);
  }, SILENCE_MS);
  try {
    return await action();
  } finally {
    clearTimeout(timer);
  }
}
