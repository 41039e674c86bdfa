import * as v from "valibot";
import { texts } from "../../../function/contract/contract";

const label = (description: string, summary: string) => ({
  description,
  "x-ms-summary": summary,
});

export const grams = v.pipe(
  v.number(),
  v.minValue(0),
  texts({ ...label("The weight in grams.", "Weight"), example: 250 }),
);

export const isExpress = v.pipe(
  v.boolean(),
  texts({ ...label("Whether the parcel travels overnight.", "Express"), example: true }),
);

export const parcelId = v.pipe(
  v.string(),
  v.maxLength(64),
  texts({ ...label("The parcel's own id.", "Parcel ID"), example: "P-1" }),
);

export const depotId = v.pipe(
  v.string(),
  texts({
    ...label("The depot that the parcel lies in.", "Depot"),
    example: "north",
    choices: { operationId: "ListDepots", items: "depots", title: "title", value: "depotId" },
  }),
);

export const kilograms = v.pipe(v.number(), texts(label("The weight in kilograms.", "Kilograms")));

export const cents = v.pipe(
  v.number(),
  v.integer(),
  texts(label("The postage in cents.", "Postage")),
);

export const text = (description: string, summary: string) =>
  v.pipe(v.string(), texts(label(description, summary)));

const recordedAt = v.pipe(
  v.string(),
  v.isoTimestamp(),
  texts(label("When the parcel arrived, in UTC.", "Recorded At")),
);

export const parcel = v.object({ parcelId, depotId, grams, recordedAt });

/** A parcel as it is stored. */
export type Parcel = v.InferOutput<typeof parcel>;
