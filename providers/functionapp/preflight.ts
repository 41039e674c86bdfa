import * as v from "valibot";
import type { AzureSession } from "../rest/azureSession";
import { defineResourceType, type Operation, type Problem } from "../rest/resourceType";
import { subscriptionId } from "./inputs";
import { nameProblems } from "./nameChecks";
import { rightProblems } from "./rightChecks";
import { regionProblems, subscriptionProblem } from "./subscriptionChecks";
import { namespace } from "./resourceProviders";

const inputs = v.strictObject({
  subscriptionId,
  location: v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9]+$/, ({ received }) => `${received} is not a region such as westeurope`),
    v.description("Region of the function app."),
  ),
  resourceGroupName: v.pipe(
    v.string(),
    v.description("Resource group that everything is made in."),
  ),
  hosting: v.pipe(
    v.picklist(["flex", "consumption"], "expected flex or consumption"),
    v.description("Kind of hosting: flex or consumption."),
  ),
  functionAppName: v.pipe(v.string(), v.description("Name of the function app.")),
  storageAccountNames: v.pipe(v.array(v.string()), v.description("Names of the storage accounts.")),
  resourceProviders: v.pipe(
    v.array(namespace),
    v.description("Resource providers that the deployment needs."),
  ),
});

/** What is checked. */
export type PreflightInputs = v.InferOutput<typeof inputs>;

/** Checks before anything is made whether it can be made. */
export const preflight = defineResourceType<AzureSession, typeof inputs>({
  description:
    "Checks, in a preview too, whether a deployment can succeed: that the deployer is signed in, that the subscription is " +
    "there and enabled, that the deployer has the rights, that the region offers the hosting, and that the names are free. " +
    "It checks when it is new and when its inputs have changed; otherwise it costs nothing.",
  inputs,
  outputs: v.strictObject({}),
  replaceOnChanges: [],
  inspect,
  create: async ({ subscriptionId: subscription, resourceGroupName }) => ({
    id: `/subscriptions/${subscription}/resourceGroups/${resourceGroupName}/preflight`,
    outputs: {},
  }),
});

async function inspect(
  wanted: PreflightInputs,
  session: AzureSession,
  { signal, onProgress }: Operation,
): Promise<readonly Problem[]> {
  onProgress("checking the sign-in");
  try {
    await session.deployer(signal);
  } catch (error) {
    signal.throwIfAborted();
    return [{ property: "", reason: error instanceof Error ? error.message : String(error) }];
  }
  onProgress("checking the subscription");
  const subscription = await subscriptionProblem(session, wanted, signal);
  if (subscription !== undefined) return [subscription];

  onProgress("checking rights, region and names");
  const found = await Promise.all([
    rightProblems(session, wanted, signal),
    regionProblems(session, wanted, signal),
    nameProblems(session, wanted, signal),
  ]);
  return found.flat();
}
