/** How long people wait without a word. */
const SILENCE_MS = 2_000;

/** Does what may take long, and says on stderr what is waited for when it does. */
export async function whenSlow<Result>(
  notice: string,
  action: () => Promise<Result>,
): Promise<Result> {
  const timer = setTimeout(() => {
    process.stderr.write(`${notice}\n`);
  }, SILENCE_MS);
  try {
    return await action();
  } finally {
    clearTimeout(timer);
  }
}
