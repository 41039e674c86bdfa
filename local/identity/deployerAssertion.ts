import { randomBytes, timingSafeEqual } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Path of the file from which the deployer's clients read what they prove themselves with, as a pipeline's do by OIDC.
 *
 * @param directory Where the emulator keeps its data.
 */
export function deployerTokenFile(directory: string): string {
  return resolve(join(directory, "deployer-token"));
}

/** What the deployer proves itself with in place of a password: made anew with each start, and written to a file. */
export class DeployerAssertion {
  readonly #secret = randomBytes(32).toString("base64url");

  /** Writes it, readable by this user only, in place of the one of an earlier start. */
  write(directory: string): void {
    const file = deployerTokenFile(directory);
    // A file that exists would keep its mode.
    rmSync(file, { force: true });
    writeFileSync(file, this.#secret, { mode: 0o600, flag: "wx" });
  }

  matches(assertion: string): boolean {
    const [given, expected] = [Buffer.from(assertion), Buffer.from(this.#secret)];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}
