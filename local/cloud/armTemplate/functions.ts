import { AzureError } from "../azureError";
import type { Cloud } from "../cloud";
import type { TemplateFunction } from "./evaluate";

/**
 * The template functions that the stand-in knows.
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions
 */
export function templateFunctions({
  inventory,
  storageAccounts,
}: Cloud): Record<string, TemplateFunction> {
  return {
    concat: (...texts: string[]) => texts.join(""),
    createObject: (...keysAndValues: string[]) =>
      Object.fromEntries(
        keysAndValues.flatMap((key, index) =>
          index % 2 === 0 ? [[key, keysAndValues[index + 1]]] : [],
        ),
      ),
    utcNow: () => new Date().toISOString(),
    dateTimeAdd: (base: string, duration: string) =>
      new Date(Date.parse(base) + durationMs(duration)).toISOString(),
    // The emulator has no https, so signedProtocol cannot be kept here.
    listServiceSas: (accountId: string, _apiVersion: string, request: Record<string, string>) => {
      const [, service, account = "", container = "", ...blob] = (
        request["canonicalizedResource"] ?? ""
      ).split("/");
      const { accountName } = inventory.get(accountId).inputs;
      if (service !== "blob" || account !== accountName) {
        throw new AzureError(
          "InvalidValuesForRequestParameters",
          "Values for request parameters are invalid: canonicalizedResource.",
        );
      }
      if (request["signedResource"] !== "b" || request["signedPermission"] !== "r") {
        throw new AzureError(
          "InvalidValuesForRequestParameters",
          "This stand-in signs single blobs (b) for reading (r) only.",
        );
      }
      const end = new Date(request["signedExpiry"] ?? "");
      return { serviceSasToken: storageAccounts.signBlob(account, container, blob.join("/"), end) };
    },
  };
}

/** Hours and minutes of an ISO 8601 duration, such as PT1H or PT30M. */
function durationMs(duration: string): number {
  const [, hours = "0", minutes = "0"] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration) ?? [];
  const milliseconds = (Number(hours) * 60 + Number(minutes)) * 60_000;
  if (milliseconds > 0) return milliseconds;
  throw new AzureError(
    "InvalidTemplate",
    `The duration '${duration}' is not known here: expected hours and minutes, such as PT1H30M.`,
  );
}
