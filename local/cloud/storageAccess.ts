import { randomUUID } from "node:crypto";
import type { TokenCredential } from "@azure/identity";
import type { AccessTokens, Principal } from "../identity/accessTokens";
import { deployer } from "../identity/deployer";
import { storageResource } from "../identity/tokenRequest";
import type { StorageAccess } from "../storage/gate/identityGate";
import { controlActions, storageActions, type StorageAction } from "../storage/gate/storageAction";
import type { Inventory, Item } from "./inventory";
import { containerId } from "./resources/accountId";
import { actionsOf, rolesOn } from "./storageRoles";

/** Authorizes requests to storage by the role assignments of the inventory. */
export class InventoryAccess implements StorageAccess {
  readonly tenantId: string;
  readonly #inventory: Inventory;
  readonly #tokens: AccessTokens;
  readonly #now: () => number;
  /** The platform itself: it may do everything, and no code ever gets its tokens. */
  readonly #platform: Principal = { principalId: randomUUID(), clientId: randomUUID() };

  /** @param now The time, in milliseconds since 1970; the system's clock if it is left out */
  constructor(
    tenantId: string,
    inventory: Inventory,
    tokens: AccessTokens,
    now: () => number = Date.now,
  ) {
    this.#now = now;
    this.tenantId = tenantId;
    this.#inventory = inventory;
    this.#tokens = tokens;
  }

  /** Used for what Azure does internally, such as deleting an account's content. */
  readonly platformCredential: TokenCredential = {
    getToken: async () => {
      const { token, expiresOnSeconds } = await this.#tokens.issue(this.#platform, storageResource);
      return { token, expiresOnTimestamp: expiresOnSeconds * 1000 };
    },
  };

  /** A token for anything but storage is not accepted, whoever bears it. */
  async authenticate(token: string): Promise<string> {
    const { principalId, audience } = await this.#tokens.read(token);
    if (audience.replace(/\/$/, "") === storageResource) return principalId;
    throw new Error(`The token is for ${audience}.`);
  }

  actions(account: string, principalId: string, container?: string): ReadonlySet<StorageAction> {
    if (principalId === this.#platform.principalId) return new Set(storageActions);
    const item = this.#account(account);
    if (item === undefined) return new Set();
    const scope = container === undefined ? item.id : containerId(item.id, container);
    const byRoles = actionsOf(rolesOn(this.#inventory, principalId, scope, this.#now()));
    return principalId === deployer.principalId
      ? new Set([...controlActions, ...byRoles])
      : byRoles;
  }

  allowsKeys(account: string): boolean | undefined {
    const item = this.#account(account);
    return item && item.inputs["allowSharedKeyAccess"] !== false;
  }

  #account(name: string): Item | undefined {
    return this.#inventory
      .ofType("azure-native:storage:StorageAccount")
      .find(({ inputs }) => inputs["accountName"] === name);
  }
}
