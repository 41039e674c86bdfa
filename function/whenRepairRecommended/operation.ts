import { randomUUID } from "node:crypto";
import { addressOf } from "../address";
import { deleteRoute, deletePurpose } from "../deleteRepairSubscription/operation";
import { operation } from "../operation";
import { callbackRules, requireCallbackAddress } from "../subscriptions/callbackAddress";
import { addSubscription } from "../subscriptions/subscription";
import { contract } from "./contract";

/** Registers an address, and says where to delete it again: the platform does so without credentials. */
export const whenRepairRecommended = operation(
  contract,
  async ({ body: { callbackUrl, turbineId } }, { origin, services: { env, signer, storage } }) => {
    await requireCallbackAddress(callbackUrl, callbackRules(env));
    const subscriptionId = randomUUID();
    const createdAt = new Date().toISOString();
    await addSubscription(storage, {
      subscriptionId,
      callbackUrl,
      ...(turbineId && { turbineId }),
      createdAt,
    });
    const signature = signer.sign(deletePurpose, subscriptionId);
    const location = addressOf(origin, deleteRoute(subscriptionId), { signature });
    return { headers: { location }, jsonBody: { subscriptionId, createdAt } };
  },
);
