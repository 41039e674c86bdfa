import { createHash } from "node:crypto";
import { requireDone, type Answer } from "../rest/answer";
import type { AzureSession } from "../rest/azureSession";
import { API_VERSIONS } from "./apiVersions";

/**
 * Lets its holder read, write and delete blobs. Its name is Storage Blob Data Contributor.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage#storage-blob-data-contributor
 */
const BLOB_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";

/**
 * Gives the deployer the role by which it uploads to a storage account, unless it has it. Until the role holds in
 * storage, a minute or more may pass.
 *
 * @returns what Azure answered; 403 when the deployer may not assign roles, although it may still have this one from
 *   elsewhere
 * @throws Error when Azure refused it for another reason
 */
export async function assignDeployerRole(
  session: AzureSession,
  accountId: string,
  signal: AbortSignal,
): Promise<Answer> {
  const { oid, idtyp } = await session.deployer(signal);
  const answer = await session.arm({
    method: "PUT",
    path: assignmentPath(accountId, oid),
    apiVersion: API_VERSIONS.authorization,
    body: {
      properties: {
        roleDefinitionId: `${subscriptionOf(accountId)}/providers/Microsoft.Authorization/roleDefinitions/${BLOB_CONTRIBUTOR}`,
        principalId: oid,
        // Without it, Azure refuses an application that is not replicated to every directory server yet.
        ...(idtyp !== undefined && {
          principalType: idtyp === "app" ? "ServicePrincipal" : "User",
        }),
      },
    },
    signal,
  });
  // 409 RoleAssignmentExists: it has the role there under another name.
  if (answer.status !== 403 && answer.status !== 409) {
    requireDone(answer, `let the deployer upload to ${accountId}`);
  }
  return answer;
}

/** Takes the deployer's role away again, as far as it is there. */
export async function removeDeployerRole(
  session: AzureSession,
  accountId: string,
  signal: AbortSignal,
): Promise<Answer> {
  const { oid } = await session.deployer(signal);
  return session.arm({
    method: "DELETE",
    path: assignmentPath(accountId, oid),
    apiVersion: API_VERSIONS.authorization,
    signal,
  });
}

/** The command by which an owner gives a principal the role. */
export function roleLine(accountId: string, principalId: string): string {
  return `az role assignment create --role "Storage Blob Data Contributor" --scope ${accountId} --assignee-object-id ${principalId}`;
}

/** The same assignment has the same name each time, so that it is made once. */
function assignmentPath(accountId: string, principalId: string): string {
  const hash = createHash("sha256")
    .update([accountId.toLowerCase(), principalId, BLOB_CONTRIBUTOR].join("/"))
    .digest("hex");
  // A GUID as RFC 9562 has those that their maker defines.
  const name = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  return `${accountId}/providers/Microsoft.Authorization/roleAssignments/${name}`;
}

function subscriptionOf(id: string): string {
  return id.split("/").slice(0, 3).join("/");
}
