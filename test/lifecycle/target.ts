import type { PulumiCommand } from "@pulumi/pulumi/automation";

/** Where a lifecycle is run: on Azure, or on the emulator. */
export interface Target {
  /** For the figures, such as "azure" or "emulator, delays short, seed 7". */
  readonly title: string;
  readonly stackName: string;
  readonly command: PulumiCommand;
  /** Environment of the Pulumi CLI. */
  readonly environment: Record<string, string>;
  /** The stack's configuration, by key, before the first step. */
  readonly config: Readonly<Record<string, string>>;
  /** Ends what the target has started. */
  close(): Promise<void>;
}
