import * as v from "valibot";
import type { AzureSession } from "../rest/azureSession";
import type { Problem } from "../rest/resourceType";
import { API_VERSIONS } from "./apiVersions";
import type { PreflightInputs } from "./preflight";

/** A kind of thing whose names are unique in the world. */
interface Kind {
  readonly property: string;
  readonly what: string;
  readonly type: string;
  /** Resource Manager's name for the check, which each provider writes in its own way. */
  readonly check: string;
  readonly apiVersion: string;
}

const STORAGE_ACCOUNT: Kind = {
  property: "storageAccountNames",
  what: "storage account",
  type: "Microsoft.Storage/storageAccounts",
  check: "Microsoft.Storage/checkNameAvailability",
  apiVersion: API_VERSIONS.storage,
};

const FUNCTION_APP: Kind = {
  property: "functionAppName",
  what: "function app",
  type: "Microsoft.Web/sites",
  check: "Microsoft.Web/checknameavailability",
  apiVersion: API_VERSIONS.web,
};

const availabilitySchema = v.object({
  nameAvailable: v.boolean(),
  message: v.nullish(v.string()),
});

/** Names that others have. Those that this resource group has already are the deployment's own. */
export async function nameProblems(
  session: AzureSession,
  wanted: PreflightInputs,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const names = [
    ...wanted.storageAccountNames.map((name) => ({ kind: STORAGE_ACCOUNT, name })),
    { kind: FUNCTION_APP, name: wanted.functionAppName },
  ];
  const found = await Promise.all(
    names.map(({ kind, name }) => nameProblem(session, wanted, kind, name, signal)),
  );
  return found.flat();
}

async function nameProblem(
  session: AzureSession,
  { subscriptionId, resourceGroupName }: PreflightInputs,
  { property, what, type, check, apiVersion }: Kind,
  name: string,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const subscription = `/subscriptions/${subscriptionId}`;
  const answer = await session.arm({
    method: "POST",
    path: `${subscription}/providers/${check}`,
    apiVersion,
    body: { name, type },
    signal,
  });
  const { success, output } = v.safeParse(availabilitySchema, answer.body);
  // Before its provider is registered, the subscription is told nothing of names.
  if (answer.status !== 200 || !success || output.nameAvailable) return [];
  const own = await session.arm({
    method: "GET",
    path: `${subscription}/resourceGroups/${resourceGroupName}/providers/${type}/${name}`,
    apiVersion,
    signal,
  });
  if (own.status === 200) return [];
  return [
    {
      property,
      reason:
        `The name ${name} cannot be used for a ${what} (${(output.message ?? "it is taken").replace(/\.$/, "")}); ` +
        `choose another one, or see whether one of your own has it: ` +
        `az resource list --subscription ${subscriptionId} --name ${name} --output table`,
    },
  ];
}
