import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AuthMode } from "../connector/auth/auth";
import { typeToken } from "./typeToken";

/** Inputs of {@link Secrets}. */
export interface SecretsArgs {
  /** How callers authenticate: only what these modes need is made. */
  modes: readonly AuthMode[];
  /** A higher version makes new credentials in place of the old ones. */
  version: number;
}

/** The secrets that the deployment makes itself, so that nobody needs to ask for them or type them. */
export class Secrets extends pulumi.ComponentResource {
  /** Undefined when callers do not authenticate by a key. */
  readonly apiKey: pulumi.Output<string> | undefined;
  /** Undefined when callers do not authenticate by user name and password. */
  readonly basicPassword: pulumi.Output<string> | undefined;
  /** What addresses that the app gives out are signed with. It stays, as do the addresses. */
  readonly signingKey: pulumi.Output<string>;

  constructor(name: string, args: SecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("Secrets"), name, {}, opts);
    const make = (what: string, keepers: Record<string, string>): pulumi.Output<string> =>
      pulumi.secret(
        new random.RandomPassword(
          `${name}-${what}`,
          { length: 48, special: false, keepers },
          { parent: this, aliases: [{ name: what }] },
        ).result,
      );
    const makeFor = (mode: AuthMode, what: string): pulumi.Output<string> | undefined =>
      args.modes.includes(mode) ? make(what, { version: String(args.version) }) : undefined;

    this.apiKey = makeFor("apiKey", "api-key");
    this.basicPassword = makeFor("basic", "basic-password");
    this.signingKey = make("signing-key", {});
    const { apiKey, basicPassword, signingKey } = this;
    this.registerOutputs({ apiKey, basicPassword, signingKey });
  }
}
