import * as v from "valibot";
import { nameOf } from "./resourceType";

/** What Azure, and the emulator in addition, require of a function app. */
export const webAppSchema = v.looseObject({
  resourceGroupName: v.string(),
  location: v.string(),
  name: nameOf(/^[a-z0-9][-a-z0-9]{0,58}[a-z0-9]$/i, "2 to 60 letters, digits and -"),
  kind: v.string(),
  reserved: v.optional(v.boolean()),
  serverFarmId: v.string(),
  httpsOnly: v.literal(
    true,
    "the emulator deploys only apps that are httpsOnly, as every app on Azure should be",
  ),
  identity: v.looseObject({
    type: v.literal("UserAssigned", "the emulator supports user-assigned identities only"),
    userAssignedIdentities: v.pipe(v.array(v.string()), v.minLength(1)),
  }),
  functionAppConfig: v.optional(
    v.looseObject({
      deployment: v.optional(
        v.looseObject({
          storage: v.looseObject({
            type: v.string(),
            value: v.string(),
            authentication: v.looseObject({
              type: v.string(),
              userAssignedIdentityResourceId: v.optional(v.string()),
            }),
          }),
        }),
      ),
      runtime: v.optional(v.looseObject({ name: v.string(), version: v.string() })),
      scaleAndConcurrency: v.optional(
        v.looseObject({
          instanceMemoryMB: v.optional(v.number()),
          maximumInstanceCount: v.optional(v.number()),
        }),
      ),
    }),
  ),
  siteConfig: v.optional(
    v.looseObject({
      alwaysOn: v.optional(v.boolean()),
      appSettings: v.optional(v.array(v.object({ name: v.string(), value: v.string() })), []),
      cors: v.optional(v.looseObject({ allowedOrigins: v.optional(v.array(v.string()), []) })),
    }),
  ),
});

/** A function app's inputs, as far as the emulator reads them. */
export type WebAppInputs = v.InferOutput<typeof webAppSchema>;

/** An app's settings by their names. */
export function appSettingsOf({ siteConfig }: WebAppInputs): Record<string, string> {
  return Object.fromEntries(
    (siteConfig?.appSettings ?? []).map(({ name, value }) => [name, value]),
  );
}
