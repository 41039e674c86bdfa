import { createHmac } from "node:crypto";
import { secretsMatch } from "./secretsMatch";

/** The app setting that holds the key; the deployment makes it. */
export const SIGNING_KEY_SETTING = "CONNECTOR_SIGNING_KEY";

/** Signs addresses, so that a caller that was given one can use it without any other credential. */
export interface Signer {
  /**
   * @param purpose what the address is for; a signature for one purpose is not valid for another
   * @param id what it names
   * @returns 43 characters that are safe in a URL, which cannot be made without the key
   */
  sign(purpose: string, id: string): string;
  verify(purpose: string, id: string, signature: string): boolean;
}

/**
 * @param key of any length; 32 random characters or more are meant. Without one, the first use of
 *   the signer throws.
 */
export function signerOf(key: string | undefined): Signer {
  const sign = (purpose: string, id: string): string => {
    if (!key) {
      throw new Error(`The app setting ${SIGNING_KEY_SETTING} is not set. Deploy the stack again.`);
    }
    return createHmac("sha256", key).update(`${purpose}\n${id}`).digest("base64url");
  };
  return {
    sign,
    verify: (purpose, id, signature) => secretsMatch(sign(purpose, id), signature),
  };
}
