import * as v from "valibot";
import { texts } from "./operation";

/** The signature of an address, for calls that carry no credential. */
export const signature = v.pipe(
  v.string("the signature of the address"),
  texts({
    description: "The signature that the address was given out with.",
    "x-ms-summary": "Signature",
  }),
);
