import { childEnvironment } from "./childEnvironment";
import { pulumiVersion } from "./pulumiVersion";
import { runProcessGroup } from "./runProcessGroup";

/** Enough for 100 MB at 1.4 Mbit/s. */
const installTimeoutMinutes = 10;

/**
 * Has Pulumi's own installer put the CLI into `root`/bin. Throws when the installer cannot be
 * reached within five seconds, fails, or takes longer than ten minutes, and the signal's reason
 * when that stopped it; the installer has ended by then.
 */
export async function installPulumi(
  root: string,
  onProgress: (message: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  onProgress(`Downloading the Pulumi CLI ${pulumiVersion} (once per machine)`);
  const timeout = AbortSignal.timeout(installTimeoutMinutes * 60_000);
  const script = require.resolve("./runInstaller.ts");
  try {
    await runProcessGroup(
      process.execPath,
      ["--require", require.resolve("tsx/cjs"), script, pulumiVersion, root],
      { env: childEnvironment(), signal: signal ? AbortSignal.any([signal, timeout]) : timeout },
    );
  } catch (error) {
    if (signal?.aborted || !timeout.aborted) throw error;
    throw new Error(`it did not finish within ${installTimeoutMinutes} minutes`, { cause: error });
  }
}
