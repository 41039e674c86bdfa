import * as v from "valibot";
import type { AzureSession } from "../rest/azureSession";
import type { ProviderFunction } from "../rest/resourceType";

export const getClientConfig: ProviderFunction<AzureSession> = {
  description:
    "The subscription, the tenant and the cloud that are deployed to: the configured ones, or else those of az account show. " +
    "It signs in only for the tenant of a managed identity that is not configured.",
  inputs: v.strictObject({}),
  outputs: v.strictObject({
    subscriptionId: v.pipe(v.string(), v.description("Id of the subscription.")),
    tenantId: v.pipe(v.string(), v.description("Id of the tenant.")),
    functionAppDomain: v.pipe(
      v.string(),
      v.description("Domain of the cloud's function apps, such as azurewebsites.net."),
    ),
  }),
  call: async (_inputs, session, { signal }) => {
    const { functionAppDomain } = await session.cloud(signal);
    return { ...(await session.clientConfig(signal)), functionAppDomain };
  },
};
