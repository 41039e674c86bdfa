import type { Signer } from "../security/signer";
import { Problem } from "./problem";

/** The query parameter that carries an address's signature. */
export const SIGNATURE = "signature";

/** @throws Problem 403 when the address was not made by this app for this purpose. */
export function requireSignature(
  signer: Signer,
  purpose: string,
  id: string,
  signature: string,
): void {
  if (signer.verify(purpose, id, signature)) return;
  throw new Problem(
    403,
    "The address is not one that this app has given out. Use the whole Location as it was received.",
  );
}
