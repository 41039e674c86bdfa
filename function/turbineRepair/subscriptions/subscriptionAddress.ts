import type { SignedAddress } from "../../security/signedAddress";

/** What a subscriber deletes to end its subscription: the platform does so without credentials. */
export const subscriptionAddress: SignedAddress = {
  purpose: "delete-repair-subscription",
  route: (id) => `repair-subscriptions/${id}`,
};
