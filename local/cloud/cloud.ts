import type { Delays } from "./delays/delays";
import type { FunctionApps } from "./functionApps";
import type { Inventory } from "./inventory";
import type { ScmSites } from "./scm/scmSites";
import type { StorageAccounts } from "./storageAccounts";

/** The emulated Azure subscription on this machine. */
export interface Cloud {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly ports: Ports;
  readonly delays: Delays;
  readonly inventory: Inventory;
  readonly storageAccounts: StorageAccounts;
  readonly functionApps: FunctionApps;
  readonly scmSites: ScmSites;
}

/** Ports that the user fixed; 0 takes the last port used, or any that is free. */
export interface Ports {
  functionApp: number;
  site: number;
  /** Port of the blob service; queues and tables take the two next. */
  storage: number;
}
