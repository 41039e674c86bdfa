import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { texts } from "../../function/contract/contract";
import { lenient, type Checked } from "../../function/contract/lenient";
import { operation, type Operation } from "../../function/contract/operation";
import { askAgainHeaders } from "../../function/http/askAgain";
import { longRunningOperation } from "../../function/longRunning/longRunningOperation";
import { idempotencyKey, triggerState } from "../../function/polling/fields";
import { Ledger } from "../../function/polling/ledger";
import { pollingTrigger } from "../../function/polling/pollingTrigger";
import { signature } from "../../function/security/signedAddress";
import type { Storage } from "../../function/storage/storage";
import { callbackUrl, createdAt, receiver, subscriptionId } from "../../function/webhook/fields";
import { webhookTrigger } from "../../function/webhook/webhookTrigger";

// A connector of each pattern, for the tests of the machinery.

/** An item as it is stored. */
export interface Parcel {
  readonly parcelId: string;
  readonly depot: string;
  readonly grams: number;
  /** ISO 8601, in UTC. */
  readonly recordedAt: string;
}

/** Parcels of this weight or more are announced. */
export const HEAVY_GRAMS = 1000;

const text = v.pipe(v.string(), texts({ description: "A text.", "x-ms-summary": "Text" }));
const grams = v.pipe(
  v.number(),
  v.minValue(0),
  texts({ description: "The weight.", "x-ms-summary": "Grams", example: 5 }),
);
const depot = v.pipe(v.string(), v.maxLength(64));
const parcel = v.object({ parcelId: text, depot: text, grams, recordedAt: text });
const about = { description: "Something about parcels.", "x-ms-summary": "Parcels" };

/** What the contracts of the sample have in common. */
function parts<const Rest extends object>(operationId: string, rest: Rest) {
  return {
    operationId,
    summary: "Handle parcels",
    description: "Handles parcels.",
    visibility: "important",
    ...rest,
  } as const;
}

/** The parcels that were recorded. */
export function parcelLedger(storage: Storage): Ledger<Parcel> {
  return new Ledger(storage, { table: "parcels", itemName: "parcel", filterBy: ["depot"] });
}

/** Notifications of heavy parcels. */
export const heavyParcels = webhookTrigger<Parcel>({
  itemName: "parcel",
  table: "parcelsubscriptions",
  address: { purpose: "delete-subscription", route: (id) => `subscriptions/${id}` },
  announcements: { functionName: "AnnounceParcel", queueName: "heavy-parcels" },
  deliveries: { functionName: "NotifyOfParcel", queueName: "parcel-notices" },
  filterBy: ["depot"],
  idOf: ({ parcelId }) => parcelId,
  find: (parcelId, { storage }) => parcelLedger(storage).byId(parcelId),
});

/** One item of a job: a weight, or what is wrong with it. */
type Weight = Checked<{ readonly grams: number }>;

/** A job that adds weights up. */
export const weighing = longRunningOperation({
  jobName: "weighing",
  itemsName: "parcels",
  resultsName: "weights",
  table: "weighings",
  itemsPerChunk: 25,
  functionName: "WeighInBackground",
  queueName: "weighings",
  address: { purpose: "weighing", route: (id) => `weighings/${id}` },
  retrySeconds: 2,
  work: ({ value, problem }: Weight) => ({
    ...(value && { kilograms: value.grams / 1000 }),
    problem,
  }),
  toBody: (results) => ({ results: [...results] }),
});

/** Needs no storage. */
export const getHealth = operation(
  parts("GetHealth", {
    route: "health",
    method: "GET",
    access: "credential",
    request: {},
    response: { ...about, schema: v.object({ health: text }) },
  }),
  () => ({ jsonBody: { health: "good" } }),
);

/** Needs no storage, and has input. */
export const quotePostage = operation(
  parts("QuotePostage", {
    route: "postage",
    method: "POST",
    access: "credential",
    request: {
      body: { ...about, schema: v.object({ grams, days: v.pipe(v.number(), v.minValue(1)) }) },
    },
    response: { ...about, schema: v.object({ cents: v.number() }) },
  }),
  ({ body }) => ({ jsonBody: { cents: body.grams / body.days } }),
);

const recordParcel = operation(
  parts("RecordParcel", {
    route: "parcels",
    method: "POST",
    access: "credential",
    request: {
      headers: v.object({ "Idempotency-Key": v.optional(idempotencyKey) }),
      body: { ...about, schema: v.object({ depot, grams, parcelId: v.optional(text) }) },
    },
    response: { ...about, status: 201, schema: parcel },
  }),
  async ({ headers, body }, { services: { storage } }) => {
    const item: Parcel = {
      parcelId: body.parcelId ?? randomUUID(),
      depot: body.depot,
      grams: body.grams,
      recordedAt: new Date().toISOString(),
    };
    const identity = {
      idempotencyKey: headers["Idempotency-Key"],
      itemId: item.parcelId,
      content: JSON.stringify([body.depot, body.grams, body.parcelId]),
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

const whenParcelRecorded = operation(
  parts("WhenParcelRecorded", {
    route: "parcels",
    method: "GET",
    access: "credential",
    request: {
      query: v.object({ depot: v.optional(depot), triggerState: v.optional(triggerState) }),
    },
    response: { ...about, schema: v.array(parcel), headers: askAgainHeaders },
  }),
  pollingTrigger({ route: "parcels", ledger: parcelLedger }),
);

const whenParcelIsHeavy = operation(
  parts("WhenParcelIsHeavy", {
    route: "subscriptions",
    method: "POST",
    access: "credential",
    request: { body: { ...about, schema: v.object({ callbackUrl, depot: v.optional(depot) }) } },
    response: { ...about, status: 201, schema: v.object({ subscriptionId, createdAt }) },
  }),
  ({ body }, call) => heavyParcels.subscribe(body, call),
);

const listed = v.object({ subscriptionId, receiver, depot: v.optional(depot), createdAt });
const listSubscriptions = operation(
  parts("ListSubscriptions", {
    route: "subscriptions",
    method: "GET",
    access: "credential",
    request: {},
    response: { ...about, schema: v.object({ subscriptions: v.array(listed) }) },
  }),
  async (_input, { services }) => ({
    jsonBody: { subscriptions: await heavyParcels.list(services.storage) },
  }),
);

const endSubscription = operation(
  parts("EndSubscription", {
    route: heavyParcels.address.route("{subscriptionId}"),
    method: "DELETE",
    access: "signature",
    request: { path: v.object({ subscriptionId }), query: v.object({ signature }) },
    response: about,
  }),
  ({ path, query }, { services }) =>
    heavyParcels.unsubscribe(path.subscriptionId, query.signature, services),
);

const weighParcels = operation(
  parts("WeighParcels", {
    route: "weighings",
    method: "POST",
    access: "credential",
    request: {
      body: { ...about, schema: v.object({ parcels: v.array(lenient(v.object({ grams }))) }) },
    },
    response: about,
  }),
  ({ body }, call) => weighing.begin(body.parcels, call),
);

const getWeighing = operation(
  parts("GetWeighing", {
    route: weighing.address.route("{weighingId}"),
    method: "GET",
    access: "signature",
    request: {
      path: v.object({ weighingId: v.pipe(v.string(), v.uuid()) }),
      query: v.object({ signature }),
    },
    response: { ...about, schema: v.object({ results: v.array(v.unknown()) }) },
  }),
  ({ path, query }, call) => weighing.result(path.weighingId, query.signature, call),
);

/** Every operation of the sample. */
export const operations: readonly Operation[] = [
  getHealth,
  quotePostage,
  recordParcel,
  whenParcelRecorded,
  whenParcelIsHeavy,
  listSubscriptions,
  endSubscription,
  weighParcels,
  getWeighing,
];
