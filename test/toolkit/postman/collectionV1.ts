import * as v from "valibot";

/** What format v1.0.0 asks of a collection (schema.postman.com), for what is made here. */
const entryV1 = v.object({
  key: v.string(),
  value: v.string(),
  description: v.optional(v.string()),
});
export const collectionV1 = v.strictObject({
  id: v.string(),
  name: v.string(),
  description: v.optional(v.string()),
  order: v.array(v.string()),
  folders_order: v.pipe(v.array(v.string()), v.length(0)),
  folders: v.pipe(v.array(v.unknown()), v.length(0)),
  requests: v.array(
    v.strictObject({
      id: v.string(),
      name: v.string(),
      collectionId: v.string(),
      method: v.picklist(["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS"]),
      url: v.pipe(v.string(), v.startsWith("https://")),
      headers: v.string(),
      headerData: v.array(entryV1),
      queryParams: v.array(entryV1),
      pathVariables: v.optional(v.record(v.string(), v.string())),
      pathVariableData: v.array(entryV1),
      description: v.optional(v.string()),
      dataMode: v.optional(v.picklist(["raw", "urlencoded", "params"])),
      dataOptions: v.optional(v.object({})),
      data: v.optional(v.array(entryV1)),
      rawModeData: v.optional(v.string()),
      responses_order: v.optional(v.array(v.string())),
      responses: v.pipe(
        v.array(
          v.strictObject({
            id: v.string(),
            name: v.string(),
            request: v.string(),
            status: v.string(),
            responseCode: v.object({ code: v.number(), name: v.string(), detail: v.string() }),
            headers: v.array(entryV1),
            cookies: v.pipe(v.array(v.unknown()), v.length(0)),
            text: v.string(),
            rawDataType: v.string(),
          }),
        ),
        v.maxLength(1),
      ),
    }),
  ),
});
