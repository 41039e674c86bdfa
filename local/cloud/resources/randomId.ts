import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { defineResourceType } from "../resourceType";

const schema = v.strictObject({
  byteLength: v.pipe(v.number(), v.integer(), v.minValue(1)),
  keepers: v.optional(v.record(v.string(), v.string())),
  prefix: v.optional(v.string(), ""),
});

/**
 * Random bytes in several notations; the id is one of them.
 * https://github.com/hashicorp/terraform-provider-random/blob/main/internal/provider/resource_id.go
 */
export const randomId = defineResourceType({
  schema,
  replaceOnChanges: ["byteLength", "keepers", "prefix"],
  isNamedApart: true,
  identify: ({ byteLength }) => randomBytes(byteLength).toString("base64url"),
  put: async ({ prefix }, _cloud, id) => {
    const bytes = Buffer.from(id, "base64url");
    const hex = bytes.toString("hex");
    return {
      outputs: {
        b64Std: `${prefix}${bytes.toString("base64")}`,
        b64Url: `${prefix}${id}`,
        dec: `${prefix}${BigInt(`0x${hex}`)}`,
        hex: `${prefix}${hex}`,
      },
    };
  },
});
