import { createHmac, timingSafeEqual } from "node:crypto";

/** The app setting that holds the key; the deployment makes it. */
export const SIGNING_KEY_SETTING = "CONNECTOR_SIGNING_KEY";

/** Signs addresses, so that whoever was given one may use it without any other credential. */
export interface Signer {
  /**
   * @param purpose what the address is for; a signature for one purpose is none for another
   * @param id what it names
   * @returns 43 characters that are safe in a URL, which nobody without the key can make
   */
  sign(purpose: string, id: string): string;
  verify(purpose: string, id: string, signature: string): boolean;
}

/** @param key of any length; 32 random characters or more are meant */
export function signerOf(key: string | undefined): Signer {
  const digest = (purpose: string, id: string): Buffer => {
    if (!key) {
      throw new Error(`The app setting ${SIGNING_KEY_SETTING} is not set. Deploy the stack again.`);
    }
    return createHmac("sha256", key).update(`${purpose}\n${id}`).digest();
  };
  return {
    sign: (purpose, id) => digest(purpose, id).toString("base64url"),
    verify: (purpose, id, signature) => {
      const expected = digest(purpose, id);
      const given = Buffer.from(signature, "base64url");
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
