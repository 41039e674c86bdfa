// Run as a process of its own: the installer takes no signal, but a process can be stopped.
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { SemVer } from "semver";
import { failureText } from "./failureText";

/** Where PulumiCommand.install gets its script from; it would wait for two minutes. */
const installerUrl = "https://get.pulumi.com/install.sh";
const reachTimeoutMs = 5_000;

async function runInstaller(version: string, root: string): Promise<void> {
  await fetch(installerUrl, { method: "HEAD", signal: AbortSignal.timeout(reachTimeoutMs) }).catch(
    (error: Error) => {
      const cause = error.cause instanceof Error ? error.cause : error;
      throw new Error(`${installerUrl} cannot be reached (${cause.message})`, { cause: error });
    },
  );
  await PulumiCommand.install({ version: new SemVer(version), root });
}

const [version = "", root = ""] = process.argv.slice(2);
runInstaller(version, root).catch((error: Error) => {
  process.stderr.write(failureText(error));
  process.exitCode = 1;
});
