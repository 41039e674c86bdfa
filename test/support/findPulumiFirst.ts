import { findPulumi } from "../../local/pulumiCli/findPulumi";

/** Jest runs this once before the tests: on a new machine the CLI is made here, and shown as it goes on. */
async function findPulumiFirst(): Promise<void> {
  await findPulumi({ onProgress: (message) => process.stderr.write(`${message}\n`) });
}

export = findPulumiFirst;
