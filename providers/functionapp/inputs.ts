import * as v from "valibot";

/** A subscription's id. */
export const subscriptionId = v.pipe(
  v.string(),
  v.regex(
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    ({ received }) => `${received} is not a GUID`,
  ),
  v.description("Id of the subscription."),
);

/** The id of a resource of one type, in a resource group. */
function resourceId(type: string, description: string) {
  const pattern = new RegExp(
    `^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${type.replaceAll(".", "\\.")}/[^/]+$`,
    "i",
  );
  return v.pipe(
    v.string(),
    v.regex(
      pattern,
      ({ received }) =>
        `${received} is not the id of a ${type}: expected /subscriptions/ID/resourceGroups/NAME/providers/${type}/NAME`,
    ),
    v.description(description),
  );
}

/** A storage account's id. */
export const accountId = resourceId(
  "Microsoft.Storage/storageAccounts",
  "Id of the storage account.",
);

/** A function app's id. */
export const appId = resourceId("Microsoft.Web/sites", "Id of the function app.");

/** Where a storage account's blobs are. */
export const blobEndpoint = v.pipe(
  v.string(),
  v.regex(
    /^https:\/\/[^/]+\/(.+\/)?$/,
    ({ received }) => `${received} is not an https address with a slash at its end`,
  ),
  v.description(
    "Address of the account's blobs, as the account reports it: primaryEndpoints.blob.",
  ),
);

/** The name at the end of a resource's id. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** The parts of a resource's id that az takes, to show in a command line. */
export function azTarget(id: string): string {
  const [, , subscription = "", , group = ""] = id.split("/");
  return `--name ${nameOf(id)} --resource-group ${group} --subscription ${subscription}`;
}
