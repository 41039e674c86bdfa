import { Option, type Command } from "commander";
import type { AuthMode } from "../auth/auth";
import { GATEWAY_KINDS, GATEWAY_MODES, type GatewayKind } from "../properties/gateway";
import { SCHEMES, type Scheme } from "../../toolkit/document/host";

/** Options for an API that is not simply online at one host. */
export interface ReachOptions {
  readonly gateway?: GatewayKind;
  readonly multiTenant?: boolean;
}

/** Adds the options of `ReachOptions`. */
export function addReachOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--gateway <kind>",
        "the API is reached through an on-premises data gateway, which signs in this way; " +
          "--auth is then basic with basic, and none otherwise",
      ).choices(GATEWAY_KINDS),
    )
    .option("--multi-tenant", "each connection names its own host: one connector for every tenant");
}

/** How callers authenticate with these options unless another option says so. @returns undefined when online */
export function defaultModesOf({ gateway }: ReachOptions): readonly AuthMode[] | undefined {
  return gateway && [GATEWAY_MODES[gateway]];
}

/** The scheme, where the command line names one. */
export interface SchemeOptions {
  readonly scheme?: Scheme;
}

/** The option of `SchemeOptions`. */
export function schemeOption(): Option {
  return new Option(
    "--scheme <scheme>",
    "how to reach the host (default: https; http on this machine and through a gateway)",
  ).choices(SCHEMES);
}
