import type { AzureSession } from "../rest/azureSession";
import type { Problem } from "../rest/resourceType";
import { allows, readPermissions, type Permission } from "./permissions";
import type { PreflightInputs } from "./preflight";
import { readProvider, registerLine, registrationOf } from "./resourceProviders";

/** What the deployment does, as far as roles differ in it, with the role that is usually given for it. */
const NEEDED_RIGHTS = [
  { action: "Microsoft.Resources/subscriptions/resourceGroups/write", role: "Contributor" },
  {
    action: "Microsoft.Authorization/roleAssignments/write",
    role: "Role Based Access Control Administrator",
  },
] as const;

/** Rights that the deployer lacks. */
export async function rightProblems(
  session: AzureSession,
  wanted: PreflightInputs,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const subscription = `/subscriptions/${wanted.subscriptionId}`;
  const inSubscription = (await readPermissions(session, subscription, signal)) ?? [];
  // Who may work in one group only has no rights above it.
  const group = `${subscription}/resourceGroups/${wanted.resourceGroupName}`;
  const inGroup = (await readPermissions(session, group, signal)) ?? inSubscription;
  const lacking = NEEDED_RIGHTS.filter(({ action }) => !allows(inGroup, action));
  const { oid } = await session.deployer(signal);
  const rights = lacking.map(({ action, role }) => ({
    property: "subscriptionId",
    reason:
      `The deployer lacks the right ${action} in subscription ${wanted.subscriptionId}; an owner runs: ` +
      `az role assignment create --role "${role}" --scope ${subscription} --assignee-object-id ${oid}`,
  }));
  return [...rights, ...(await registrationProblems(session, wanted, inSubscription, signal))];
}

/** Resource providers that are not registered, and that the deployer may not register. */
async function registrationProblems(
  session: AzureSession,
  { subscriptionId, resourceProviders }: PreflightInputs,
  permissions: readonly Permission[],
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const found = await Promise.all(
    resourceProviders.map(async (name) => {
      if (allows(permissions, `${name}/register/action`)) return [];
      const answer = await readProvider(session, subscriptionId, name, signal);
      if (registrationOf(answer) === "Registered") return [];
      const reason =
        `${name} is not registered in subscription ${subscriptionId}, and the deployer lacks the right ` +
        `${name}/register/action; an owner runs: ${registerLine(subscriptionId, name)}`;
      return [{ property: "resourceProviders", reason }];
    }),
  );
  return found.flat();
}
