import * as v from "valibot";
import { texts } from "../contract/contract";

const MAX_KEY_CHARACTERS = 255;
const KEY_EXPECTED = `1 to ${MAX_KEY_CHARACTERS} characters`;

/** The header `Idempotency-Key` of an operation that records an item. */
export const idempotencyKey = v.pipe(
  v.string(KEY_EXPECTED),
  v.minLength(1, KEY_EXPECTED),
  v.maxLength(MAX_KEY_CHARACTERS, KEY_EXPECTED),
  texts({
    description: "A key of your choice; a call with the same key is not recorded again.",
    "x-ms-summary": "Idempotency Key",
    "x-ms-visibility": "advanced",
  }),
);

/** The query parameter `triggerState` of a polling trigger. Callers bring it back as they got it. */
export const triggerState = v.pipe(
  v.string(),
  texts({
    description: "How far the trigger has come, as the last answer said.",
    "x-ms-summary": "Trigger State",
    "x-ms-visibility": "internal",
  }),
);
