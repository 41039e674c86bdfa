import { randomInt, randomUUID } from "node:crypto";
import * as v from "valibot";
import { defineResourceType } from "../resourceType";
import { secret } from "../../../providers/rest/wire";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const schema = v.strictObject({
  length: v.pipe(v.number(), v.integer(), v.minValue(1)),
  special: v.literal(
    false,
    "the emulator makes passwords of letters and digits only: set special to false",
  ),
  keepers: v.optional(v.record(v.string(), v.string())),
});

/** The provider "random" is emulated too, since it cannot be downloaded everywhere. */
export const randomPassword = defineResourceType({
  schema,
  replaceOnChanges: ["length", "special", "keepers"],
  isNamedApart: true,
  identify: () => `randomPassword/${randomUUID()}`,
  put: async ({ length }) => {
    const characters = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]);
    return { outputs: { result: secret(characters.join("")) } };
  },
});
