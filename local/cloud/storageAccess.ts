import { randomUUID } from "node:crypto";
import type { TokenCredential } from "@azure/identity";
import type { AccessTokens, Principal } from "../identity/accessTokens";
import { storageResource } from "../identity/tokenRequest";
import type { StorageAccess } from "../storage/gate/identityGate";
import { storageActions, type StorageAction } from "../storage/gate/storageAction";
import type { Inventory, Item } from "./inventory";
import { actionsOf, rolesOn } from "./storageRoles";

/** Authorizes requests to queues and tables by the role assignments of the inventory. */
export class InventoryAccess implements StorageAccess {
  readonly tenantId: string;
  readonly #inventory: Inventory;
  readonly #tokens: AccessTokens;
  /** The platform itself: it may do everything, and no code ever gets its tokens. */
  readonly #platform: Principal = { principalId: randomUUID(), clientId: randomUUID() };

  constructor(tenantId: string, inventory: Inventory, tokens: AccessTokens) {
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

  authenticate(token: string): Promise<string> {
    return this.#tokens.verify(token);
  }

  actions(account: string, principalId: string): ReadonlySet<StorageAction> {
    if (principalId === this.#platform.principalId) return new Set(storageActions);
    const item = this.#account(account);
    return item === undefined
      ? new Set()
      : actionsOf(rolesOn(this.#inventory, principalId, item.id));
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
