import * as v from "valibot";
import { requireDone } from "../rest/answer";
import type { AzureSession } from "../rest/azureSession";
import { API_VERSIONS } from "./apiVersions";

/** What one of a principal's roles allows, with wildcards. */
const permissionSchema = v.object({
  actions: v.optional(v.array(v.string()), []),
  notActions: v.optional(v.array(v.string()), []),
});
const permissionsSchema = v.object({ value: v.array(permissionSchema) });

/** What a role allows. */
export type Permission = v.InferOutput<typeof permissionSchema>;

/**
 * What the deployer may do in a subscription or a resource group.
 *
 * @returns undefined if the scope is not there
 * @throws Error in one sentence when it cannot be looked up
 */
export async function readPermissions(
  session: AzureSession,
  scope: string,
  signal: AbortSignal,
): Promise<readonly Permission[] | undefined> {
  const answer = await session.arm({
    method: "GET",
    path: `${scope}/providers/Microsoft.Authorization/permissions`,
    apiVersion: API_VERSIONS.authorization,
    signal,
  });
  if (answer.status === 404) return undefined;
  requireDone(answer, "tell what the deployer may do");
  return v.parse(permissionsSchema, answer.body).value;
}

/**
 * True if one of the roles allows an action. What a role leaves out, another may allow.
 * https://learn.microsoft.com/azure/role-based-access-control/role-definitions#notactions
 */
export function allows(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => matches(pattern, action)) &&
      !notActions.some((pattern) => matches(pattern, action)),
  );
}

/** A star stands for any text, with slashes in it too; letters' case does not count. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}
