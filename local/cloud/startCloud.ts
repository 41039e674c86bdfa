import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AccessTokens } from "../identity/accessTokens";
import { DeployerAssertion } from "../identity/deployerAssertion";
import { ManagedIdentityEndpoint } from "../identity/managedIdentityEndpoint";
import { loopbackCertificate } from "../storage/loopbackCertificate";
import { choosePort, portOf } from "../storage/portChoice";
import type { StoragePorts } from "../storage/azuriteServices";
import { StorageEmulator } from "../storage/storageEmulator";
import type { Cloud, Ports } from "./cloud";
import { isHostUp } from "./appHost";
import { Delays, type DelayOptions } from "./delays/delays";
import { FunctionApps } from "./functionApps";
import { Inventory } from "./inventory";
import { localId } from "./localIds";
import { endpointsOf } from "./resources/storageAccount";
import { startArmListener } from "./rest/armListener";
import type { HttpsListener } from "./rest/httpsListener";
import { restore } from "./restore";
import { scmHandler } from "./scm/scmHandler";
import { ScmSites } from "./scm/scmSites";
import { InventoryAccess } from "./storageAccess";
import { StorageAccounts } from "./storageAccounts";

/** Where the emulator keeps its data, and where it listens. */
export interface CloudOptions {
  directory: string;
  ports: Ports;
  delays: DelayOptions;
}

/** A running emulator. */
export interface RunningCloud {
  cloud: Cloud;
  /** Port of Azure Resource Manager and the directory. */
  armPort: number;
  /** Stops everything that was started; the data stays on disk. */
  stop: () => Promise<void>;
}

/**
 * Starts storage, then everything that was deployed when the emulator last ran.
 *
 * @param now The clock of its delays, for tests; the system's if it is left out
 */
export async function startCloud(
  { directory, ports, delays: delayOptions }: CloudOptions,
  now?: () => number,
): Promise<RunningCloud> {
  const delays = new Delays(delayOptions, now);
  mkdirSync(directory, { recursive: true });
  const inventory = new Inventory(join(directory, "resources.json"));
  const tokens = await AccessTokens.create(localId);
  const access = new InventoryAccess(localId, inventory, tokens, delays.now);
  const certificate = await loopbackCertificate(directory);
  const emulator = await StorageEmulator.start({
    directory: join(directory, "storage"),
    ports: await storagePorts(ports.storage, inventory),
    certificate,
    access,
  });
  const identities = await ManagedIdentityEndpoint.start(tokens);
  const cloud: Cloud = {
    subscriptionId: localId,
    tenantId: localId,
    ports,
    delays,
    inventory,
    storageAccounts: new StorageAccounts(emulator, access.platformCredential),
    functionApps: new FunctionApps(ports.functionApp, identities, certificate, (appId) =>
      isHostUp(cloud, appId),
    ),
    scmSites: new ScmSites(certificate, (appId) => scmHandler(cloud, tokens, appId)),
  };
  const assertion = new DeployerAssertion();
  assertion.write(directory);
  let arm: HttpsListener | undefined;
  const stop = async (): Promise<void> => {
    await arm?.stop();
    await cloud.scmSites.stopAll();
    await cloud.functionApps.stopAll();
    await identities.stop();
    await cloud.storageAccounts.stop();
  };
  try {
    await restore(cloud);
    // Only now, so that it takes no port that something had before.
    arm = await startArmListener(cloud, { certificate, tokens, assertion });
    return { cloud, armPort: arm.port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ports of the storage services, which all accounts share: the user's choice and the next two, or the last ones used. */
async function storagePorts(fixed: number, inventory: Inventory): Promise<StoragePorts> {
  if (fixed !== 0) return { blob: fixed, queue: fixed + 1, table: fixed + 2 };
  const [account] = inventory.ofType("azure-native:storage:StorageAccount");
  const known = endpointsOf(account);
  const blob = await choosePort({ fixed, remembered: portOf(known.blob) });
  const queue = await choosePort({ fixed, remembered: portOf(known.queue), except: [blob] });
  const table = await choosePort({ fixed, remembered: portOf(known.table), except: [blob, queue] });
  return { blob, queue, table };
}
