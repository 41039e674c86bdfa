import * as v from "valibot";
import { requireDone } from "../rest/answer";
import type { AzureSession } from "../rest/azureSession";
import type { Problem } from "../rest/resourceType";
import { API_VERSIONS } from "./apiVersions";
import type { PreflightInputs } from "./preflight";

const subscriptionSchema = v.object({ state: v.string(), displayName: v.optional(v.string(), "") });

/** States in which a subscription still takes deployments. */
const USABLE_STATES = ["Enabled", "PastDue", "Warned"];

/** What is wrong with the subscription, if anything. */
export async function subscriptionProblem(
  session: AzureSession,
  { subscriptionId }: PreflightInputs,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const property = "subscriptionId";
  const answer = await session.arm({
    method: "GET",
    path: `/subscriptions/${subscriptionId}`,
    apiVersion: API_VERSIONS.subscriptions,
    signal,
  });
  if (answer.status === 404 || answer.status === 403) {
    return {
      property,
      reason:
        `The deployer does not see the subscription ${subscriptionId} (${answer.summary}); ` +
        "choose one that it sees: az account list --output table",
    };
  }
  if (answer.status === 401) {
    return {
      property,
      reason:
        `The deployer is signed in to another tenant than that of subscription ${subscriptionId} (${answer.summary}); ` +
        "sign in to its own: az login --tenant TENANT",
    };
  }
  requireDone(answer, `look up the subscription ${subscriptionId}`);
  const { state, displayName } = v.parse(subscriptionSchema, answer.body);
  if (USABLE_STATES.includes(state)) return undefined;
  return {
    property,
    reason:
      `The subscription ${displayName || subscriptionId} is ${state}, so nothing can be made in it; ` +
      "choose another one: az account list --output table",
  };
}

const regionsSchema = v.object({
  value: v.array(
    v.object({
      name: v.optional(v.string(), ""),
      properties: v.optional(v.object({ displayName: v.nullish(v.string()) })),
    }),
  ),
});

/** Whether the region offers Flex Consumption, as `az functionapp list-flexconsumption-locations` looks it up. */
export async function regionProblems(
  session: AzureSession,
  { subscriptionId, location, hosting }: PreflightInputs,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  if (hosting !== "flex") return [];
  const answer = await session.arm({
    method: "GET",
    path: `/subscriptions/${subscriptionId}/providers/Microsoft.Web/geoRegions`,
    apiVersion: API_VERSIONS.web,
    query: { sku: "FlexConsumption" },
    signal,
  });
  // Before its provider is registered, the subscription is told nothing of regions.
  if (answer.status !== 200) return [];
  const { value } = v.parse(regionsSchema, answer.body);
  const regions = value.flatMap(({ name, properties }) => [name, properties?.displayName ?? ""]);
  if (regions.some((region) => region.replaceAll(" ", "").toLowerCase() === location)) return [];
  return [
    {
      property: "location",
      reason:
        `Flex Consumption is not offered in ${location}; set hosting to consumption, or choose a region that offers it: ` +
        "az functionapp list-flexconsumption-locations --output table",
    },
  ];
}
