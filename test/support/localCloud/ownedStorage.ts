import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { TokenCredential } from "@azure/identity";
import { BlobServiceClient } from "@azure/storage-blob";
import { Inventory, type Item } from "../../../local/cloud/inventory";
import { InventoryAccess } from "../../../local/cloud/storageAccess";
import { StorageAccounts } from "../../../local/cloud/storageAccounts";
import { AccessTokens, type Principal } from "../../../local/identity/accessTokens";
import { storageResource } from "../../../local/identity/tokenRequest";
import { loopbackCertificate } from "../../../local/storage/loopbackCertificate";
import { StorageEmulator } from "../../../local/storage/storageEmulator";
import { finallyDo, temporaryDirectory } from "./cleanUp";
import { groupId, roles } from "./validInputs";

/** The account of {@link OwnedStorage}. */
export const ownedAccount = "stowned";
const accountId = `${groupId}/providers/Microsoft.Storage/storageAccounts/${ownedAccount}`;

/** Storage with one account, which refuses keys, and the role assignments of an inventory. */
export interface OwnedStorage {
  inventory: Inventory;
  accounts: StorageAccounts;
  credential(principal: Principal): TokenCredential;
  /** A client of the account's blobs, with no second try. */
  blobs(principal: Principal): BlobServiceClient;
  /** Assigns a role on the account, or on what is under it. */
  assign(principal: Principal, role: keyof typeof roles, options?: AssignmentOptions): Item;
  stop(): Promise<void>;
}

interface AssignmentOptions {
  /** @default undefined, it holds at once */
  holdsFrom?: number;
  /** Path of the scope under the account's. @default "" */
  under?: string;
}

/** Starts one; it is stopped at the latest when the test file is through. */
export async function startOwnedStorage(directory = temporaryDirectory()): Promise<OwnedStorage> {
  const tenantId = randomUUID();
  const inventory = new Inventory(join(directory, "resources.json"));
  const tokens = await AccessTokens.create(tenantId);
  const access = new InventoryAccess(tenantId, inventory, tokens, Date.now);
  const certificate = await loopbackCertificate(directory);
  const ports = { blob: 0, queue: 0, table: 0 };
  const emulator = await StorageEmulator.start({ directory, ports, certificate, access });
  const accounts = new StorageAccounts(emulator, access.platformCredential);
  const key = Buffer.from("a key that opens nothing").toString("base64");
  await accounts.open({ name: ownedAccount, key, sitePort: { fixed: 0, remembered: 0 } });
  put("azure-native:storage:StorageAccount", accountId, {
    accountName: ownedAccount,
    allowSharedKeyAccess: false,
  });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= accounts.stop());
  finallyDo(stop);

  function put(
    type: string,
    id: string,
    inputs: Item["inputs"],
    hidden: Item["hidden"] = {},
  ): Item {
    const item = { id, type, inputs, outputs: {}, hidden };
    inventory.put(item);
    return item;
  }

  const credential: OwnedStorage["credential"] = (principal) => ({
    getToken: async () => {
      const { token, expiresOnSeconds } = await tokens.issue(principal, storageResource);
      return { token, expiresOnTimestamp: expiresOnSeconds * 1000 };
    },
  });
  return {
    inventory,
    accounts,
    credential,
    stop,
    blobs: (principal) => {
      const options = { tlsOptions: { ca: certificate.pem }, retryOptions: { maxTries: 1 } };
      const url = accounts.endpoints(ownedAccount).blob;
      return new BlobServiceClient(url, credential(principal), options);
    },
    assign: ({ principalId }, role, { holdsFrom, under = "" } = {}) => {
      const scope = `${accountId}${under}`;
      const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`;
      return put(
        "azure-native:authorization:RoleAssignment",
        `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
        { principalId, roleDefinitionId, scope },
        holdsFrom === undefined ? {} : { holdsFrom },
      );
    },
  };
}
