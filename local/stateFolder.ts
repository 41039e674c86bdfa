import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { localId } from "./cloud/localIds";
import type { CloudPorts } from "./cloudProcess";
import { deployer } from "./identity/deployer";
import { deployerTokenFile } from "./identity/deployerAssertion";
import { loopback } from "./listenOnLoopback";
import { certificateFile } from "./storage/loopbackCertificate";
import { noProxy } from "./noProxy";

/** The project's folder, which holds Pulumi.yaml. */
export const projectFolder = join(__dirname, "..");

/** Name of the stack that lives on this machine. */
export const stackName = "local";

/** Where Pulumi keeps the stack's configuration, in the project's folder; it is created with the stack. */
export const stackFileName = `Pulumi.${stackName}.yaml`;

/** The one folder in which the local stack keeps its data; git ignores it. */
export const stateFolder = join(projectFolder, ".local");

/** Where each kind of state is kept. */
export const statePaths = {
  cloud: join(stateFolder, "cloud"),
  pulumiHome: join(stateFolder, "pulumi-home"),
  stacks: join(stateFolder, "stacks"),
  passphrase: join(stateFolder, "passphrase"),
} as const;

/** Makes the folders, readable by this user only, and the passphrase that the stack's secrets are encrypted with. */
export function prepareStateFolder(): void {
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  for (const folder of [statePaths.pulumiHome, statePaths.stacks])
    mkdirSync(folder, { recursive: true });
  if (existsSync(statePaths.passphrase) && readFileSync(statePaths.passphrase, "utf8") !== "")
    return;
  writeFileSync(statePaths.passphrase, randomBytes(32).toString("base64url"), { mode: 0o600 });
}

/**
 * The environment with which any Pulumi CLI works on the local stack: its backend, and the emulator as a cloud that is
 * named by its metadata host, with the deployer's way in. It has no secrets, only the paths of the files that do.
 * https://www.pulumi.com/registry/packages/azure-native/installation-configuration/
 */
export function pulumiEnvironment(ports: CloudPorts): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: pathToFileURL(statePaths.stacks).href,
    PULUMI_CONFIG_PASSPHRASE_FILE: statePaths.passphrase,
    PULUMI_DEBUG_PROVIDERS: ["azure-native", "random"]
      .map((name) => `${name}:${ports.provider}`)
      .join(","),
    ARM_METADATA_HOSTNAME: `${loopback}:${ports.arm}`,
    // The directory of the emulator is not among those that Microsoft's lists.
    ARM_DISABLE_INSTANCE_DISCOVERY: "true",
    ARM_USE_OIDC: "true",
    ARM_OIDC_TOKEN_FILE_PATH: deployerTokenFile(statePaths.cloud),
    ARM_CLIENT_ID: deployer.clientId,
    ARM_TENANT_ID: localId,
    ARM_SUBSCRIPTION_ID: localId,
    NODE_EXTRA_CA_CERTS: certificateFile(statePaths.cloud),
    NO_PROXY: noProxy(),
  };
}
