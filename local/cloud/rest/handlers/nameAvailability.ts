import * as v from "valibot";
import { registrationState, requireRegistered } from "../../resourceProviders";
import { RestError, type Answer } from "../answer";
import { readBody } from "../readBody";
import type { RestCall } from "../route";

const storageBody = v.object({
  name: v.string(),
  type: v.literal("Microsoft.Storage/storageAccounts"),
});

/**
 * https://learn.microsoft.com/rest/api/storagerp/storage-accounts/check-name-availability
 *
 * In a subscription that has not registered the namespace, it says that there is no such subscription.
 * https://github.com/Azure/azure-cli/issues/27436
 */
export function checkStorageName(call: RestCall): Answer {
  if (registrationState(call.cloud, "Microsoft.Storage") !== "Registered") {
    const { subscriptionId } = call.cloud;
    const message = `Subscription ${subscriptionId} was not found.`;
    throw new RestError(404, "SubscriptionNotFound", message);
  }
  const { name } = readBody(call, storageBody);
  if (!/^[a-z0-9]{3,24}$/.test(name)) {
    return taken(
      "AccountNameInvalid",
      `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
    );
  }
  return isNameOf(call, "azure-native:storage:StorageAccount", "accountName", name)
    ? taken("AlreadyExists", `The storage account named ${name} is already taken.`)
    : free;
}

const siteBody = v.looseObject({
  name: v.string(),
  type: v.picklist(["Microsoft.Web/sites", "Site"], "the emulator knows the names of sites only"),
});

/** https://learn.microsoft.com/rest/api/appservice/check-name-availability */
export function checkSiteName(call: RestCall): Answer {
  requireRegistered(call.cloud, "azure-native:web:WebApp");
  const { name } = readBody(call, siteBody);
  if (!/^[a-z0-9][-a-z0-9]{0,58}[a-z0-9]$/i.test(name)) {
    return taken(
      "Invalid",
      `The name '${name}' is not valid: expected 2 to 60 letters, digits and -.`,
    );
  }
  return isNameOf(call, "azure-native:web:WebApp", "name", name)
    ? taken("AlreadyExists", `Hostname '${name}' already exists. Please select a different name.`)
    : free;
}

const free: Answer = { status: 200, body: { nameAvailable: true } };

function taken(reason: string, message: string): Answer {
  return { status: 200, body: { nameAvailable: false, reason, message } };
}

function isNameOf({ cloud }: RestCall, type: string, property: string, name: string): boolean {
  return cloud.inventory
    .ofType(type)
    .some(({ inputs }) => String(inputs[property]).toLowerCase() === name.toLowerCase());
}
