import * as v from "valibot";
import { addressOf } from "../http/address";
import { Problem } from "../http/problem";
import { texts } from "../contract/contract";
import type { Call } from "../contract/operation";
import type { Signer } from "./signer";

/** Addresses of one kind that are given out signed: callers use them without credentials. */
export interface SignedAddress {
  /** What the signature is for. One for another purpose is refused. */
  readonly purpose: string;
  /** The route of what an id names. */
  route(id: string): string;
}

/** The query parameter that carries the signature of an address. */
export const signature = v.pipe(
  v.string("the signature of the address"),
  texts({
    description: "The signature that the address was given out with.",
    "x-ms-summary": "Signature",
  }),
);

/** A signed address, absolute, for a `Location`. */
export function signedLocation(
  address: SignedAddress,
  id: string,
  { origin, services: { signer } }: Call,
): string {
  return addressOf(origin, address.route(id), { signature: signer.sign(address.purpose, id) });
}

/** @throws Problem 403 when the address was not made by this app for this purpose. */
export function requireSignature(
  { purpose }: SignedAddress,
  id: string,
  given: string,
  signer: Signer,
): void {
  if (signer.verify(purpose, id, given)) return;
  throw new Problem(
    403,
    "The address is not one that this app has given out. Use the whole Location as it was received.",
  );
}
