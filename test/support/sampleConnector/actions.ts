import * as v from "valibot";
import { texts, type Contract } from "../../../function/contract/contract";
import { lenient } from "../../../function/contract/lenient";
import { askAgainHeaders } from "../../../function/http/askAgain";
import { idempotencyKey } from "../../../function/polling/fields";
import { signature } from "../../../function/security/signedAddress";
import { cents, depotId, grams, isExpress, kilograms, parcel, parcelId, text } from "./fields";

/** The primary action, though not the first; required fields of each type, and an optional one. */
export const quotePostage = {
  operationId: "QuotePostage",
  functionName: "Postage",
  isPrimary: true,
  route: "postage",
  method: "POST",
  access: "credential",
  summary: "Quote postage",
  description: "Works out what it costs to send a parcel.",
  visibility: "important",
  request: {
    body: {
      description: "The parcel to send.",
      "x-ms-summary": "Parcel",
      schema: v.object({
        grams,
        isExpress,
        depotId,
        note: v.optional(text("A note for the driver.", "Note")),
      }),
    },
  },
  response: {
    description: "The postage.",
    "x-ms-summary": "Postage",
    schema: v.object({ cents }),
  },
} as const satisfies Contract;

/** Values in every place. */
export const trackParcel = {
  operationId: "TrackParcel",
  route: "parcels/{parcelId}/events",
  method: "GET",
  access: "credential",
  summary: "Track a parcel",
  description: "Lists the depots that a parcel has passed.",
  visibility: "important",
  request: {
    path: v.object({ parcelId }),
    query: v.object({
      language: v.pipe(
        v.string(),
        texts({ description: "The language.", "x-ms-summary": "Language", example: "en & de" }),
      ),
      since: v.optional(text("Only events after this one.", "Since")),
    }),
    headers: v.object({ Region: text("The region to search.", "Region") }),
  },
  response: {
    description: "Where the parcel is.",
    "x-ms-summary": "Place",
    schema: v.object({ depotId }),
  },
} as const satisfies Contract;

/** An action that creates, with an optional header. */
export const recordParcel = {
  operationId: "RecordParcel",
  route: "parcels",
  method: "POST",
  access: "credential",
  summary: "Record a parcel",
  description: "Records a parcel that has arrived at a depot.",
  visibility: "important",
  request: {
    headers: v.object({ "Idempotency-Key": v.optional(idempotencyKey) }),
    body: {
      description: "The parcel that has arrived.",
      "x-ms-summary": "Parcel",
      schema: v.object({ depotId, grams, parcelId: v.optional(parcelId) }),
    },
  },
  response: {
    status: 201,
    description: "The parcel as it was recorded.",
    "x-ms-summary": "Parcel",
    schema: parcel,
  },
} as const satisfies Contract;

const parcels = v.pipe(
  v.array(lenient(v.object({ grams }))),
  v.minLength(1),
  v.maxLength(1000),
  texts({ description: "The parcels to weigh.", "x-ms-summary": "Parcels" }),
);

const weights = v.pipe(
  v.array(
    v.object({
      kilograms: v.optional(kilograms),
      problem: v.optional(text("What is wrong with the parcel.", "Problem")),
    }),
  ),
  texts({ description: "One weight for each parcel.", "x-ms-summary": "Weights" }),
);

/** A long-running action. */
export const weighParcels = {
  operationId: "WeighParcels",
  route: "weighings",
  method: "POST",
  access: "credential",
  summary: "Weigh parcels",
  description: "Weighs many parcels and lists what each weighs.",
  visibility: "important",
  request: {
    body: {
      description: "What to weigh.",
      "x-ms-summary": "Weighing",
      schema: v.object({ parcels }),
    },
  },
  response: {
    description: "The weights.",
    "x-ms-summary": "Weights",
    schema: v.object({ weights }),
  },
  pending: { description: "The weighing has begun.", headers: askAgainHeaders },
} as const satisfies Contract;

/** The status of the long-running action. */
export const getWeighing = {
  operationId: "GetWeighing",
  route: "weighings/{weighingId}",
  method: "GET",
  access: "signature",
  summary: "Get a weighing",
  description: "Gets the result of a weighing, or reports that it is under way.",
  visibility: "internal",
  request: {
    path: v.object({
      weighingId: v.pipe(
        v.string(),
        v.uuid(),
        texts({ description: "The weighing's own id.", "x-ms-summary": "Weighing ID" }),
      ),
    }),
    query: v.object({ signature }),
  },
  response: weighParcels.response,
  pending: { description: "The weighing is under way.", headers: askAgainHeaders },
} as const satisfies Contract;

/** The source of a drop-down. */
export const listDepots = {
  operationId: "ListDepots",
  route: "depots",
  method: "GET",
  access: "credential",
  summary: "List depots",
  description: "Lists the depots to choose from.",
  visibility: "internal",
  request: {},
  response: {
    description: "The depots.",
    "x-ms-summary": "Depots",
    schema: v.object({
      depots: v.pipe(
        v.array(
          v.object({
            depotId: text("The depot's own id.", "Depot ID"),
            title: text("The depot's name.", "Title"),
          }),
        ),
        texts({ description: "Every depot.", "x-ms-summary": "Depots" }),
      ),
    }),
  },
} as const satisfies Contract;

/** The connection test. */
export const getHealth = {
  operationId: "GetHealth",
  route: "health",
  method: "GET",
  access: "credential",
  summary: "Get health",
  description: "Reports whether a connection works.",
  visibility: "internal",
  request: {},
  response: {
    description: "That the connection works.",
    "x-ms-summary": "Health",
    schema: v.object({ health: text("The word good when the app responds.", "Health") }),
  },
  isConnectionTest: true,
} as const satisfies Contract;
