import * as v from "valibot";
import { texts } from "../contract/contract";

const MAX_URL_CHARACTERS = 2048;
const URL_EXPECTED = `an absolute URL of at most ${MAX_URL_CHARACTERS} characters`;

/** The address that a webhook trigger's notifications are sent to, in the body that subscribes. */
export const callbackUrl = v.pipe(
  v.string(URL_EXPECTED),
  v.maxLength(MAX_URL_CHARACTERS, URL_EXPECTED),
  texts({
    description: "Where notices are sent to.",
    "x-ms-summary": "Callback URL",
    "x-ms-visibility": "internal",
    "x-ms-notification-url": true,
  }),
);

/** The id of a notification, sent with the item's own fields. */
export const noticeId = v.pipe(
  v.string(),
  texts({
    description: "The same each time the notice is sent, so that it can be known again.",
    "x-ms-summary": "Notice ID",
    "x-ms-visibility": "advanced",
  }),
);

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

/** In the list of subscriptions, all that is shown of the address. */
export const receiver = v.pipe(
  v.string(),
  texts({ description: "The host that notices are sent to.", "x-ms-summary": "Receiver" }),
);
