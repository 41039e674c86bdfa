import { randomUUID } from "node:crypto";
import type { Call } from "../contract/operation";
import type { QueueWorker } from "../contract/queueWorker";
import type { Services } from "../contract/services";
import { requireSignature, signedLocation, type SignedAddress } from "../security/signedAddress";
import type { Storage } from "../storage/storage";
import { announceItem, announcer } from "./announcer";
import { callbackRules, requireCallbackAddress } from "./callbackAddress";
import { delivery } from "./delivery";
import { SubscriptionTable, type Subscription } from "./subscriptionTable";
import type { WebhookDefinition } from "./webhookDefinition";

/** How many subscriptions are listed at most. */
const MAX_LISTED = 1000;

/** A subscription as its operations show it. */
type Shown = Pick<Subscription, "subscriptionId" | "createdAt">;

/** What a webhook trigger's operations do, and what works for it in the background. */
export interface WebhookTrigger {
  /** Address that ends a subscription. */
  readonly address: SignedAddress;
  /**
   * Registers an address for notifications, filtered by the body's other fields. The response's
   * `Location` ends the subscription; it is signed, since the platform calls it without credentials.
   *
   * @throws Problem 400 when notifications may not be sent to the address
   */
  subscribe(
    body: { readonly callbackUrl: string } & Readonly<Record<string, string | undefined>>,
    call: Call,
  ): Promise<{ readonly headers: { readonly location: string }; readonly jsonBody: Shown }>;
  /**
   * The subscriptions in force, at most 1,000. An address is a secret of its subscriber's, so only
   * its host is shown.
   */
  list(
    storage: Storage,
  ): Promise<(Shown & { readonly receiver: string } & Readonly<Record<string, string>>)[]>;
  /**
   * Ends a subscription. The response is the same when it has ended already.
   *
   * @throws Problem 403 when the address was not given out by this app
   */
  unsubscribe(
    subscriptionId: string,
    signature: string,
    services: Services,
  ): Promise<{ readonly status: 200 }>;
  /**
   * Announces an item, before it is stored: no failure between can lose it.
   *
   * @returns what is to be stored with it, which `find` brings back. An announcement whose call did
   *   not store the item sends nothing, so calls that are repeated until one succeeds send it once.
   */
  announce(storage: Storage, itemId: string): Promise<string>;
  /** Workers on the queues of announcements and of notifications. */
  readonly queueWorkers: readonly [announcer: QueueWorker, delivery: QueueWorker];
}

/**
 * A webhook trigger: each item that is announced and stored is sent to all subscribers that want it,
 * at least once, with growing waits while a receiver does not take it. What no receiver takes in an
 * hour and a half is set aside on the poison queue.
 */
export function webhookTrigger<Item>(definition: WebhookDefinition<Item>): WebhookTrigger {
  const { address, filterBy = [] } = definition;
  return {
    address,
    subscribe: async ({ callbackUrl, ...fields }, call) => {
      const { env, storage } = call.services;
      await requireCallbackAddress(callbackUrl, callbackRules(env));
      const shown = { subscriptionId: randomUUID(), createdAt: new Date().toISOString() };
      // Made first: without a signature, the subscription could not be deleted.
      const location = signedLocation(address, shown.subscriptionId, call);
      const filter = Object.fromEntries(
        filterBy.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])),
      );
      await new SubscriptionTable(storage, definition).add({ ...shown, callbackUrl, filter });
      return { headers: { location }, jsonBody: shown };
    },
    list: async (storage) => {
      const all = await new SubscriptionTable(storage, definition).list();
      return all.slice(0, MAX_LISTED).map(({ subscriptionId, callbackUrl, createdAt, filter }) => ({
        subscriptionId,
        ...filter,
        createdAt,
        receiver: new URL(callbackUrl).host,
      }));
    },
    unsubscribe: async (subscriptionId, signature, { signer, storage }) => {
      requireSignature(address, subscriptionId, signature, signer);
      await new SubscriptionTable(storage, definition).remove(subscriptionId);
      return { status: 200 };
    },
    announce: (storage, itemId) => announceItem(definition, storage, itemId),
    queueWorkers: [announcer(definition), delivery(definition)],
  };
}
