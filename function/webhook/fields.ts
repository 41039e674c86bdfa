import * as v from "valibot";
import { texts } from "../contract/contract";

export const subscriptionId = v.pipe(
  v.string(),
  v.uuid("the id of a subscription"),
  texts({ description: "The subscription's own id.", "x-ms-summary": "Subscription ID" }),
);

export const createdAt = v.pipe(
  v.string(),
  v.isoTimestamp(),
  texts({ description: "When it was made, in UTC.", "x-ms-summary": "Created At" }),
);
