import * as v from "valibot";
import { AzureError } from "../azureError";
import type { Cloud } from "../cloud";
import { requireKeyAccess } from "../resources/accountId";
import type { TemplateFunction } from "./evaluate";

/**
 * The template functions that the emulator supports.
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions
 */
export function templateFunctions(cloud: Cloud): Record<string, TemplateFunction> {
  return {
    concat: (...texts) => texts.join(""),
    createObject: (...keysAndValues) =>
      Object.fromEntries(
        keysAndValues.flatMap((key, index) =>
          index % 2 === 0 ? [[key, keysAndValues[index + 1]]] : [],
        ),
      ),
    utcNow: () => new Date().toISOString(),
    dateTimeAdd: (base, duration) =>
      new Date(Date.parse(String(base)) + durationMs(String(duration))).toISOString(),
    listServiceSas: (accountId, _apiVersion, request) => ({
      serviceSasToken: serviceSasToken(cloud, String(accountId), request),
    }),
  };
}

// Blobs have no https here, so signedProtocol cannot be enforced.
const sasRequest = v.looseObject({
  canonicalizedResource: v.pipe(v.string(), v.regex(/^\/blob\/[^/]+\/[^/]+\/./)),
  signedResource: v.literal("b", "the emulator signs single blobs (b) only"),
  signedPermission: v.literal("r", "the emulator signs for reading (r) only"),
  signedExpiry: v.pipe(
    v.string(),
    v.check((text) => !Number.isNaN(Date.parse(text)), "not a valid time"),
  ),
});

function serviceSasToken(
  { inventory, storageAccounts }: Cloud,
  accountId: string,
  request: unknown,
): string {
  const { success, output, issues } = v.safeParse(sasRequest, request);
  if (!success) throw invalidValue(v.getDotPath(issues[0]) ?? "", issues[0].message);
  const [, , name = "", container = "", ...blob] = output.canonicalizedResource.split("/");
  const account = inventory.get(accountId);
  requireKeyAccess(account);
  if (account.inputs["accountName"] !== name) {
    throw invalidValue("canonicalizedResource", "it is in another account");
  }
  const expiresOn = new Date(output.signedExpiry);
  return storageAccounts.signBlob(name, container, blob.join("/"), expiresOn);
}

function invalidValue(name: string, reason: string): AzureError {
  return new AzureError(
    "InvalidValuesForRequestParameters",
    `Values for request parameters are invalid: ${name} (${reason}).`,
  );
}

/** Hours and minutes of an ISO 8601 duration, such as PT1H or PT30M. */
function durationMs(duration: string): number {
  const [, hours = "0", minutes = "0"] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration) ?? [];
  const milliseconds = (Number(hours) * 60 + Number(minutes)) * 60_000;
  if (milliseconds > 0) return milliseconds;
  throw new AzureError(
    "InvalidTemplate",
    `The duration '${duration}' is not supported: expected hours and minutes, such as PT1H30M.`,
  );
}
