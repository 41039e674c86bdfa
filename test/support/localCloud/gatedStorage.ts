import { randomUUID } from "node:crypto";
import type { TokenCredential } from "@azure/identity";
import { actionsOf, type StorageRoleName } from "../../../local/cloud/storageRoles";
import { AccessTokens, type Principal } from "../../../local/identity/accessTokens";
import { storageResource } from "../../../local/identity/tokenRequest";
import type { StorageAccess } from "../../../local/storage/gate/identityGate";
import { loopbackCertificate } from "../../../local/storage/loopbackCertificate";
import type { StoragePorts } from "../../../local/storage/azuriteServices";
import { StorageEmulator } from "../../../local/storage/storageEmulator";
import { finallyDo, temporaryDirectory } from "./cleanUp";

/** Keys of the accounts, in base64. */
export const accountKeys = new Map([
  ["site", Buffer.from("the site's key").toString("base64")],
  ["other", Buffer.from("another key").toString("base64")],
  ["keyless", Buffer.from("a key that opens nothing").toString("base64")],
]);

/** A storage emulator with three accounts, and those who may open them. */
export interface GatedStorage {
  emulator: StorageEmulator;
  tokens: AccessTokens;
  /** What its clients trust, in PEM. */
  certificate: string;
  /** Someone with these roles on the account `keyless`, and none elsewhere. */
  someone(...roles: StorageRoleName[]): Someone;
  /** Someone with these roles on one container of that account only. */
  someoneIn(container: string, ...roles: StorageRoleName[]): Someone;
}

/** Who may open storage. */
export interface Someone extends TokenCredential {
  readonly principal: Principal;
  /** Gives other roles in place of those before. */
  grant(...roles: StorageRoleName[]): void;
}

/** Starts one; it is stopped at the latest when the test file is through. */
export async function startGatedStorage(
  directory = temporaryDirectory(),
  ports: StoragePorts = { blob: 0, queue: 0, table: 0 },
): Promise<GatedStorage> {
  const tenantId = randomUUID();
  const tokens = await AccessTokens.create(tenantId);
  const granted = new Map<string, StorageRoleName[]>();
  const confined = new Map<string, string>();
  const access: StorageAccess = {
    tenantId,
    authenticate: (token) => tokens.verify(token),
    actions: (account, principalId, container) => {
      const isWithin = [container, undefined].includes(confined.get(principalId));
      return actionsOf(account === "keyless" && isWithin ? (granted.get(principalId) ?? []) : []);
    },
    allowsKeys: (account) => (accountKeys.has(account) ? account !== "keyless" : undefined),
  };
  const certificate = await loopbackCertificate(directory);
  const emulator = await StorageEmulator.start({ directory, ports, certificate, access });
  emulator.setAccounts(accountKeys);
  const someone: GatedStorage["someone"] = (...roles) => {
    const principal = { principalId: randomUUID(), clientId: randomUUID() };
    const grant: Someone["grant"] = (...other) => granted.set(principal.principalId, other);
    grant(...roles);
    const getToken: TokenCredential["getToken"] = async () => {
      const { token, expiresOnSeconds } = await tokens.issue(principal, storageResource);
      return { token, expiresOnTimestamp: expiresOnSeconds * 1000 };
    };
    return { getToken, grant, principal };
  };
  const someoneIn: GatedStorage["someoneIn"] = (container, ...roles) => {
    const made = someone(...roles);
    confined.set(made.principal.principalId, container);
    return made;
  };
  finallyDo(() => emulator.stop());
  return { emulator, tokens, certificate: certificate.pem, someone, someoneIn };
}
