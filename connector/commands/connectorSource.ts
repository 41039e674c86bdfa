import { Option, type Command } from "commander";
import { DEFAULT_AUTH, type Auth, type AuthMode } from "../auth/auth";
import { addAuthOptions, authOf, type AuthOptions } from "./authOptions";
import { stackAuth, stackOutput } from "./stackOutputs";
import { whenSlow } from "../../toolkit/commands/whenSlow";

/** Where a connector's operations are served, and how its callers authenticate. */
export interface ConnectorSource {
  readonly auth: Auth;
  /** undefined when none is named. */
  readonly host?: string;
}

/** The options that name them. */
export type SourceOptions = AuthOptions & {
  readonly stack?: string;
  readonly host?: string;
};

/**
 * Adds the options that name a stack, or else the host and how callers authenticate.
 *
 * @param defaultHost the host when none is named, if there is one
 */
export function addSourceOptions(command: Command, defaultHost?: string): Command {
  const otherwise = defaultHost === undefined ? "" : ` (default: ${defaultHost})`;
  command
    .option("--stack <name>", "take host and authentication from this stack, with the Pulumi CLI")
    .addOption(
      new Option(
        "--host <host>",
        `host name that serves the operations, name[:port]${otherwise}`,
      ).conflicts("stack"),
    );
  return addAuthOptions(command, ["stack"]);
}

/**
 * What the options name. The CLI takes a second, and more where the stack is kept far away.
 *
 * @param defaultModes how callers authenticate where neither an option nor a stack names it
 * @throws Error when an option has a wrong value, or the stack cannot be read
 */
export async function sourceOf(
  options: SourceOptions,
  defaultModes: readonly AuthMode[] = DEFAULT_AUTH.modes,
): Promise<ConnectorSource> {
  const { stack, host } = options;
  if (stack === undefined) {
    return { auth: authOf(options, defaultModes), ...(host !== undefined && { host }) };
  }
  return whenSlow(`Reading the stack ${stack} with the Pulumi CLI ...`, async () => {
    const [auth, hostName] = await Promise.all([stackAuth(stack), stackOutput(stack, "hostName")]);
    return { auth, host: hostName };
  });
}
