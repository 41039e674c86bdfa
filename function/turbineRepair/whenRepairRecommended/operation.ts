import { randomUUID } from "node:crypto";
import { operation } from "../../contract/operation";
import { signedLocation } from "../../security/signedAddress";
import { callbackRules, requireCallbackAddress } from "../../webhook/callbackAddress";
import { addSubscription } from "../../webhook/subscription";
import { subscriptionAddress } from "../subscriptions/subscriptionAddress";
import { contract } from "./contract";

/** Registers an address for notices, and says what to delete to end the subscription again. */
export const whenRepairRecommended = operation(
  contract,
  async ({ body: { callbackUrl, turbineId } }, call) => {
    const { env, storage } = call.services;
    await requireCallbackAddress(callbackUrl, callbackRules(env));
    const subscriptionId = randomUUID();
    const createdAt = new Date().toISOString();
    // Made first: nothing is stored that nobody could delete again.
    const location = signedLocation(subscriptionAddress, subscriptionId, call);
    await addSubscription(storage, {
      subscriptionId,
      callbackUrl,
      ...(turbineId && { turbineId }),
      createdAt,
    });
    return { headers: { location }, jsonBody: { subscriptionId, createdAt } };
  },
);
