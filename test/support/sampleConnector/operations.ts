import { randomUUID } from "node:crypto";
import { operation, type Operation } from "../../../function/contract/operation";
import { pollingTrigger } from "../../../function/polling/pollingTrigger";
import * as actions from "./actions";
import type { Parcel } from "./fields";
import { HEAVY_GRAMS, heavyParcels } from "./heavyParcels";
import { parcelLedger } from "./parcelLedger";
import * as triggers from "./triggers";
import { weighing } from "./weighing";

const recordParcel = operation(
  actions.recordParcel,
  async ({ headers, body }, { services: { storage } }) => {
    const item: Parcel = {
      parcelId: body.parcelId ?? randomUUID(),
      depotId: body.depotId,
      grams: body.grams,
      recordedAt: new Date().toISOString(),
    };
    const identity = {
      idempotencyKey: headers["Idempotency-Key"],
      itemId: item.parcelId,
      content: JSON.stringify([body.depotId, body.grams, body.parcelId]),
    };
    const ledger = parcelLedger(storage);
    const stored = await ledger.find(identity);
    if (stored) return { jsonBody: stored };
    const announcement = item.grams >= HEAVY_GRAMS && {
      announcementId: await heavyParcels.announce(storage, item.parcelId),
    };
    return { jsonBody: await ledger.append({ item, identity, ...announcement }) };
  },
);

/** Needs no storage, and has input. */
export const quotePostage = operation(actions.quotePostage, ({ body }) => ({
  jsonBody: { cents: Math.ceil(body.grams / (body.isExpress ? 1 : 2)) },
}));

const trackParcel = operation(actions.trackParcel, () => ({ jsonBody: { depotId: "north" } }));

const whenParcelRecorded = operation(
  triggers.whenParcelRecorded,
  pollingTrigger({ route: "parcels", ledger: parcelLedger }),
);

const whenParcelIsHeavy = operation(triggers.whenParcelIsHeavy, ({ body }, call) =>
  heavyParcels.subscribe(body, call),
);

const listSubscriptions = operation(triggers.listSubscriptions, async (_input, { services }) => ({
  jsonBody: { subscriptions: await heavyParcels.list(services.storage) },
}));

const endSubscription = operation(triggers.endSubscription, ({ path, query }, { services }) =>
  heavyParcels.unsubscribe(path.subscriptionId, query.signature, services),
);

const weighParcels = operation(actions.weighParcels, ({ body }, call) =>
  weighing.begin(body.parcels, call),
);

const getWeighing = operation(actions.getWeighing, ({ path, query }, call) =>
  weighing.result(path.weighingId, query.signature, call),
);

const listDepots = operation(actions.listDepots, () => ({
  jsonBody: { depots: [{ depotId: "north", title: "North" }] },
}));

/** Needs no storage. */
const getHealth = operation(actions.getHealth, () => ({ jsonBody: { health: "good" } }));

/** An operation of every kind. */
export const operations: readonly Operation[] = [
  recordParcel,
  quotePostage,
  trackParcel,
  whenParcelRecorded,
  whenParcelIsHeavy,
  listSubscriptions,
  endSubscription,
  weighParcels,
  getWeighing,
  listDepots,
  getHealth,
];
