import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AccessTokens } from "../identity/accessTokens";
import { ManagedIdentityEndpoint } from "../identity/managedIdentityEndpoint";
import { loopbackCertificate } from "../storage/loopbackCertificate";
import { choosePort, portOf } from "../storage/portChoice";
import type { StoragePorts } from "../storage/azuriteServices";
import { StorageEmulator } from "../storage/storageEmulator";
import type { Cloud, Ports } from "./cloud";
import { FunctionApps } from "./functionApps";
import { Inventory } from "./inventory";
import { endpointsOf } from "./resources/storageAccount";
import { restore } from "./restore";
import { InventoryAccess } from "./storageAccess";
import { StorageAccounts } from "./storageAccounts";

/** Id that no real subscription or tenant has. */
const localId = "00000000-0000-0000-0000-000000000000";

/** Where the emulator keeps its data, and where it listens. */
export interface CloudOptions {
  directory: string;
  ports: Ports;
}

/** A running emulator. */
export interface RunningCloud {
  cloud: Cloud;
  /** Stops everything that was started; the data stays on disk. */
  stop: () => Promise<void>;
}

/** Starts storage, then everything that was deployed when the emulator last ran. */
export async function startCloud({ directory, ports }: CloudOptions): Promise<RunningCloud> {
  mkdirSync(directory, { recursive: true });
  const inventory = new Inventory(join(directory, "resources.json"));
  const tokens = await AccessTokens.create(localId);
  const access = new InventoryAccess(localId, inventory, tokens);
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
    inventory,
    storageAccounts: new StorageAccounts(emulator, access.platformCredential),
    functionApps: new FunctionApps(ports.functionApp, identities, certificate),
  };
  const stop = async (): Promise<void> => {
    await cloud.functionApps.stopAll();
    await identities.stop();
    await cloud.storageAccounts.stop();
  };
  try {
    await restore(cloud);
  } catch (error) {
    await stop();
    throw error;
  }
  return { cloud, stop };
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
