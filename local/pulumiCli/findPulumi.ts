import { join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { SemVer } from "semver";
import { buildPulumi } from "./buildPulumi";
import { cacheFolder } from "./cacheFolder";
import { failureText } from "./failureText";
import { installPulumi } from "./installPulumi";
import { pulumiVersion } from "./pulumiVersion";
import { replaceFolder } from "./replaceFolder";
import { withMachineLock } from "../machineLock";

/** Settings of {@link findPulumi}. */
export interface FindPulumiOptions {
  /** Called with a sentence to show for each long step, repeatedly as it goes on. The default shows nothing. */
  onProgress?: (message: string) => void;
  /** Gives up: {@link findPulumi} throws its reason and leaves no process behind. */
  signal?: AbortSignal;
}

/** A Pulumi CLI that ran and printed its version. */
export interface FoundPulumi {
  command: PulumiCommand;
  /** On the user's PATH, or in our cache: from Pulumi's installer or from our own build. */
  source: "path" | "installed" | "built";
  /** Such as `3.200.0`. */
  version: string;
}

/**
 * Finds a Pulumi CLI of {@link pulumiVersion} or newer: on PATH, else what an earlier call left
 * in the cache folder, else from Pulumi's installer, else built from source with Go. The last
 * two take minutes, and one process does them while others wait for it. Throws one error that
 * lists what was tried and says what to install when all fail.
 */
export async function findPulumi(options: FindPulumiOptions = {}): Promise<FoundPulumi> {
  const { onProgress = () => {}, signal } = options;
  const folder = join(cacheFolder(), "pulumi", pulumiVersion);
  const failures: string[] = [];
  const attempt = async (title: string, get: () => Promise<FoundPulumi>) => {
    signal?.throwIfAborted();
    try {
      return await get();
    } catch (error) {
      signal?.throwIfAborted();
      const text = failureText(error);
      failures.push(`${title}: ${text}`);
      if (text !== "not found") onProgress(`${title}: ${text}`);
      return undefined;
    }
  };
  const install = (root: string): Promise<void> => installPulumi(root, onProgress, signal);
  const build = (root: string): Promise<void> => buildPulumi(root, onProgress, signal);
  const onWait = (): void =>
    onProgress("Another process is getting the Pulumi CLI, waiting for it");
  return (
    (await attempt("pulumi on PATH", () => runPulumi("path"))) ??
    (await findCached(folder)) ??
    (await withMachineLock(folder, { onWait, signal }, async () => {
      return (
        (await findCached(folder)) ??
        (await attempt("Pulumi's installer", () => makePulumi("installed", folder, install))) ??
        (await attempt("Build from source", () => makePulumi("built", folder, build)))
      );
    })) ??
    giveUp(failures)
  );
}

/** Undefined when there is none that runs; then it is installed or built again. */
async function findCached(folder: string): Promise<FoundPulumi | undefined> {
  for (const source of ["installed", "built"] as const) {
    const found = await runPulumi(source, join(folder, source)).catch(() => undefined);
    if (found) return found;
  }
  return undefined;
}

/** Fills the source's place in the cache folder, only with a CLI that runs. */
async function makePulumi(
  source: "installed" | "built",
  folder: string,
  fill: (root: string) => Promise<void>,
): Promise<FoundPulumi> {
  const root = join(folder, source);
  await replaceFolder(root, async (partFolder) => {
    await fill(partFolder);
    await runPulumi(source, partFolder);
  });
  return runPulumi(source, root);
}

async function runPulumi(source: FoundPulumi["source"], root?: string): Promise<FoundPulumi> {
  const command = await PulumiCommand.get({
    version: new SemVer(pulumiVersion),
    ...(root && { root }),
  });
  return { command, source, version: command.version?.version ?? "unknown" };
}

function giveUp(failures: readonly string[]): never {
  throw new Error(
    [
      `Pulumi CLI ${pulumiVersion} or newer not found on this machine, and it could not be installed or built:`,
      ...failures.map((failure) => `- ${failure.replaceAll("\n", "\n  ")}`),
      "Install the Pulumi CLI, see https://www.pulumi.com/docs/iac/download-install/, or Go 1.24 " +
        "or newer, which builds it here, see https://go.dev/dl/, and try again.",
    ].join("\n"),
  );
}
