import { execFile } from "node:child_process";
import * as v from "valibot";

/** What `az account show` shows of a subscription. */
export interface CliAccount {
  readonly subscriptionId: string;
  readonly tenantId: string;
  /** Name of the cloud that az is set to, such as AzureCloud. */
  readonly cloudName: string;
}

const accountSchema = v.object({
  id: v.string(),
  tenantId: v.string(),
  environmentName: v.string(),
});

/** What running the Azure CLI came to. */
export interface CliRun {
  /** The exit code, or a word such as ENOENT when it did not run at all. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the Azure CLI. */
export type RunCli = (args: readonly string[], signal: AbortSignal) => Promise<CliRun>;

/**
 * The subscription that the Azure CLI is signed in to.
 *
 * @param subscriptionId one of those it knows; if empty, its default one
 * @throws Error in one sentence that says what to run
 */
export async function showAccount(
  subscriptionId: string,
  signal: AbortSignal,
  run: RunCli = runAzureCli,
): Promise<CliAccount> {
  // The id is an argument of its own and never part of a command line, but az could take it for an option.
  if (subscriptionId !== "" && !/^[\w-]+$/.test(subscriptionId)) {
    throw new Error(`"${subscriptionId}" is not a subscription id.`);
  }
  const which = subscriptionId === "" ? [] : ["--subscription", subscriptionId];
  const { code, stdout, stderr } = await run(
    ["account", "show", "--output", "json", ...which],
    signal,
  );
  if (code !== 0) throw new Error(cliFailure(code, stderr, subscriptionId));
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), accountSchema), stdout);
  if (!success) {
    throw new Error(
      "az account show did not answer with a subscription; check it by running: az account show",
    );
  }
  return {
    subscriptionId: output.id,
    tenantId: output.tenantId,
    cloudName: output.environmentName,
  };
}

function cliFailure(code: number | string, stderr: string, subscriptionId: string): string {
  const text = stderr.trim();
  // 127 and the second text are how shells say it, 9009 how Windows' does.
  if (code === "ENOENT" || code === 127 || code === 9009 || /is not recognized/.test(text)) {
    return (
      "Nothing says how to sign in to Azure, and the Azure CLI is not installed: install it and run az login, " +
      "or set ARM_CLIENT_ID, ARM_TENANT_ID, ARM_SUBSCRIPTION_ID and ARM_CLIENT_SECRET or ARM_USE_OIDC."
    );
  }
  if (/az login|AADSTS|refresh token/i.test(text)) {
    return "The Azure CLI is not signed in, or its sign-in has expired; run: az login";
  }
  if (subscriptionId !== "" && /doesn't exist|not found/i.test(text)) {
    return (
      `The Azure CLI does not know the subscription ${subscriptionId}: sign in with an account that has it by az login, ` +
      "or choose one that az account list shows."
    );
  }
  const [firstLine = ""] = text.split("\n");
  return `az account show failed with ${code}: ${firstLine || "it said nothing"}. Check it by running: az account show`;
}

/** Without a shell, but on Windows, where the Azure CLI is a batch file, which only its shell runs. */
function runAzureCli(args: readonly string[], signal: AbortSignal): Promise<CliRun> {
  const [command, ...first] = process.platform === "win32" ? ["cmd.exe", "/d", "/c", "az"] : ["az"];
  return new Promise((resolve) => {
    execFile(
      command,
      [...first, ...args],
      { encoding: "utf8", signal, windowsHide: true },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : (error.code ?? "a signal"), stdout, stderr });
      },
    );
  });
}
