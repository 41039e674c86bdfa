import type { Answer } from "../answer";
import type { RestCall } from "../route";

export function getSubscription({ cloud: { subscriptionId, tenantId } }: RestCall): Answer {
  return {
    status: 200,
    body: {
      id: `/subscriptions/${subscriptionId}`,
      subscriptionId,
      tenantId,
      displayName: "Emulator",
      state: "Enabled",
      authorizationSource: "RoleBased",
      subscriptionPolicies: { quotaId: "PayAsYouGo_2014-09-01", spendingLimit: "Off" },
    },
  };
}
