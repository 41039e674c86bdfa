import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findPulumi } from "../../local/pulumiCli/findPulumi";
import type { Target } from "./target";

/** What a run on Azure is given. */
export interface AzureOptions {
  /** The folder of the run's state, which outlives a run that was ended. */
  readonly stateFolder: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly onProgress: (message: string) => void;
}

/** Azure, with the credentials of the environment or of the Azure CLI, and with state on this machine. */
export async function azureTarget(options: AzureOptions): Promise<Target> {
  const { stateFolder, subscriptionId, location, onProgress } = options;
  const { command } = await findPulumi({ onProgress });
  mkdirSync(join(stateFolder, "stacks"), { recursive: true, mode: 0o700 });
  const passphraseFile = kept(join(stateFolder, "passphrase"), () =>
    randomBytes(32).toString("base64url"),
  );
  // Of its own, so that two people can test in one subscription.
  const stackFile = kept(
    join(stateFolder, "stack"),
    () => `test-${randomBytes(2).toString("hex")}`,
  );
  return {
    title: `azure, ${location}`,
    stackName: readFileSync(stackFile, "utf8"),
    command,
    environment: {
      PULUMI_BACKEND_URL: pathToFileURL(join(stateFolder, "stacks")).href,
      PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile,
      ARM_SUBSCRIPTION_ID: subscriptionId,
    },
    config: { location },
    close: async () => undefined,
  };
}

/** A file whose content is made once. */
function kept(file: string, make: () => string): string {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return file;
}
